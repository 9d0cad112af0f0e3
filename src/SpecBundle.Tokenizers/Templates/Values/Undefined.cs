namespace SpeculativeDecoding.Templates;

/// <summary>What a name or a member that is not there gives: nothing where it is printed or looped over, and an error where more is asked of it.</summary>
internal sealed class Undefined
{
    private readonly object? _owner;
    private readonly object? _name;
    private readonly string? _message;

    public Undefined(string name) => _name = name;

    public Undefined(object? owner, object? name) => (_owner, _name, HasOwner) = (owner, name, true);

    private Undefined(string message, bool isForbidden) => (_message, IsForbidden) = (message, isForbidden);

    /// <summary>Whether it is there, and the sandbox keeps it from the template.</summary>
    public bool IsForbidden { get; }

    private bool HasOwner { get; }

    public static Undefined Forbidden(object? owner, string name) =>
        new($"access to attribute '{name}' of '{PythonType.NameOf(owner)}' object is unsafe.", isForbidden: true);

    public static Undefined Saying(string message) => new(message, isForbidden: false);

    public JinjaException Error() => new(
        _message ?? (!HasOwner ? $"'{_name}' is undefined" : _name is string name ? $"'{PythonType.DescriptionOf(_owner)}' has no attribute '{name}'" : $"{PythonType.DescriptionOf(_owner)} has no element {PythonRepr.Of(_name)}"),
        IsForbidden ? JinjaErrorKind.Forbidden : JinjaErrorKind.Render);
}
