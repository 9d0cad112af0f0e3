namespace SpeculativeDecoding;

/// <summary>One message of a chat.</summary>
/// <param name="Role">Who speaks, such as <c>user</c>.</param>
/// <param name="Text">What is said.</param>
/// <param name="Images">How many images are shown before the text.</param>
internal sealed record ChatMessage(string Role, string Text, int Images = 0);
