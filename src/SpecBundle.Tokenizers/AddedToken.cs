namespace SpeculativeDecoding;

/// <summary>A token besides the trained vocabulary.</summary>
/// <param name="Content">How it is written.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSpecial">Whether it steers the model; text of users must not become one.</param>
internal sealed record AddedToken(string Content, int Id, bool IsSpecial);
