namespace SpeculativeDecoding.PackageProofs;

/// <summary>A sentence that holds where nobody complains.</summary>
internal static class Proof
{
    public static void Run(string name, IEnumerable<string> complaints)
    {
        Console.Error.WriteLine($"-- {name}");
        var held = true;
        foreach (var complaint in complaints)
        {
            held = false;
            Console.Error.WriteLine($"   {complaint}");
        }

        Console.WriteLine($"{(held ? "ok" : "failed")} {name}");
    }
}
