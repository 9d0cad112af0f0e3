namespace SpeculativeDecoding.Templates;

/// <summary>Stands where an argument could be and is not.</summary>
internal sealed class Absent
{
    public static readonly Absent Value = new();

    private Absent()
    {
    }
}
