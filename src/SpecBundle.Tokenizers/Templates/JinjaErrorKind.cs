namespace SpeculativeDecoding;

/// <summary>What kind of error a template ended with.</summary>
public enum JinjaErrorKind
{
    /// <summary>It can't be parsed.</summary>
    Syntax,

    /// <summary>It does something that its language forbids with what it is given: it calls what is undefined, adds a text and a number.</summary>
    Render,

    /// <summary>It calls <c>raise_exception</c>: it refuses what it is given, for example roles that do not alternate.</summary>
    Raised,

    /// <summary>It asks for what the sandbox keeps from it.</summary>
    Forbidden,

    /// <summary>It goes beyond a limit of <see cref="JinjaOptions"/>.</summary>
    Limit,
}
