namespace SpeculativeDecoding;

/// <summary>What an error of the log means for the server.</summary>
internal enum LoggedErrorKind
{
    /// <summary>The server worked on after it, as far as the log shows.</summary>
    Survived,

    /// <summary>A process announced its end with it, or said nothing after it.</summary>
    Ending,

    /// <summary>A process ended below Python: a segmentation fault, an abort.</summary>
    Crash,
}
