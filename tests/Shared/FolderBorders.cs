using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Tests;

/// <summary>
/// Which folders of a project use which: a type belongs to the folder that its source lies in, and uses what its members and
/// their code name. A constant is no use, since the compiler puts its value in its place.
/// </summary>
internal static partial class FolderBorders
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>What crosses a border, one line for each pair of types, and folders that the table does not have; empty where all is as the table says.</summary>
    /// <param name="assembly">The project's assembly.</param>
    /// <param name="table">A line for each folder, "." for the root: the folder, a colon, and the folders that it may use; "*" for all.</param>
    public static IReadOnlyList<string> Crossings(Assembly assembly, string table)
    {
        var folders = FoldersOf(assembly.GetName().Name!);
        var mayUse = table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(':'))
            .ToDictionary(line => line[0].Trim(), line => line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        var uses = assembly.GetTypes().Where(type => folders.ContainsKey(NameOf(type)))
            .SelectMany(type => UsedBy(type).Where(used => used.Assembly == assembly && folders.ContainsKey(NameOf(used))).Select(used => (User: NameOf(type), Used: NameOf(used)))).Distinct();
        return
        [
            .. folders.Values.Distinct().Except(mayUse.Keys).Select(folder => $"The folder {folder} is not in the table."),
            .. mayUse.Keys.Except(folders.Values).Select(folder => $"The table has a folder {folder}, and the project has none."),
            .. uses.Where(use => folders[use.User] != folders[use.Used] && mayUse.TryGetValue(folders[use.User], out var allowed) && !allowed.Contains("*") && !allowed.Contains(folders[use.Used]))
                .Select(use => $"{folders[use.User]}/{use.User} uses {folders[use.Used]}/{use.Used}").Order(StringComparer.Ordinal),
        ];
    }

    private static Dictionary<string, string> FoldersOf(string project)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(root.FullName, "src", project)))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has src/{project}.");
        }

        var source = Path.Combine(root.FullName, "src", project);
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar);
            if (parts[0] is not ("obj" or "bin"))
            {
                foreach (Match type in Declaration().Matches(File.ReadAllText(file)))
                {
                    folders[type.Groups[1].Value] = parts.Length > 1 ? parts[0] : ".";
                }
            }
        }

        return folders;
    }

    /// <summary>The outermost type's, without the mark of its generic parameters.</summary>
    private static string NameOf(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Name.Split('`')[0];
    }

    private static IEnumerable<Type> UsedBy(Type type)
    {
        var methods = type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).ToList();
        IEnumerable<Type?> named =
        [
            type.BaseType, .. type.GetInterfaces(), .. type.GetFields(Declared).Select(field => field.FieldType),
            .. methods.SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)),
            .. methods.OfType<MethodInfo>().Select(method => method.ReturnType),
            .. methods.SelectMany(InCode),
        ];
        return named.OfType<Type>().SelectMany(Whole);
    }

    private static IEnumerable<Type> Whole(Type type) => type.HasElementType ? Whole(type.GetElementType()!)
        : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Whole)]
        : type.IsGenericParameter ? [] : [type];

    private static IEnumerable<Type?> InCode(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } bytes)
        {
            yield break;
        }

        foreach (var local in body.LocalVariables)
        {
            yield return local.LocalType;
        }

        for (var at = 0; at < bytes.Length;)
        {
            var code = Codes[bytes[at] == 0xFE ? (short)((bytes[at] << 8) | bytes[at + 1]) : bytes[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(bytes, at), method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
                yield return member as Type ?? member?.DeclaringType;
                foreach (var argument in member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [])
                {
                    yield return argument;
                }
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(bytes, at)),
                _ => 4,
            };
        }
    }

    [GeneratedRegex(@"^(?:public |internal |sealed |static |abstract |readonly |partial |ref )+(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
