using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SpeculativeDecoding.Tests;

/// <summary>
/// What a library or the tool says is the same on every machine: no number is formatted by the culture of the thread. Read off the code, since the tool
/// itself knows no cultures, and a test could not go down every path.
/// </summary>
public sealed class CultureTests
{
    private const byte Call = 0x28;
    private const byte NewObject = 0x73;
    private const byte CallVirtual = 0x6F;
    private static readonly string[] Handlers = ["DefaultInterpolatedStringHandler", "AppendInterpolatedStringHandler"];
    private static readonly string[] Numbers = ["Double", "Single", "Decimal", "Half", "DateTime", "DateTimeOffset"];

    public static TheoryData<string> Assemblies => [.. LibraryText.Libraries, "SpecBundle.Cli"];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Assemblies))]
    public void No_interpolated_text_formats_a_number_by_the_culture_of_the_thread(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        var metadata = file.GetMetadataReader();
        var found = new List<string>();
        foreach (var method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0))
        {
            var byCulture = false;
            foreach (var call in Calls(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader(), metadata))
            {
                byCulture = call.Name == ".ctor" ? call.Parameters == (call.Handler == Handlers[0] ? 2 : 3) : byCulture;
                if (byCulture && call is { Name: "AppendFormatted", Of: { } of } && (Numbers.Contains(of) || (call.HasFormat && of is ("Int32" or "Int64"))))
                {
                    found.Add($"{metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{metadata.GetString(method.Name)}: {of}");
                }
            }
        }

        Assert.Empty(found);
    }

    /// <summary>The calls of the handler that interpolated strings are made with.</summary>
    private static List<(string Handler, string Name, int Parameters, string? Of, bool HasFormat)> Calls(BlobReader code, MetadataReader metadata)
    {
        var calls = new List<(string Handler, string Name, int Parameters, string? Of, bool HasFormat)>();
        var bytes = code.ReadBytes(code.Length);
        for (var at = 0; at + 4 < bytes.Length; at++)
        {
            // Every byte is tried: what is an operand and looks like a call has no token of such a method.
            if (bytes[at] is Call or NewObject or CallVirtual && Find(BitConverter.ToInt32(bytes, at + 1), metadata) is { } call)
            {
                calls.Add(call);
            }
        }

        return calls;
    }

    private static (string Handler, string Name, int Parameters, string? Of, bool HasFormat)? Find(int token, MetadataReader metadata)
    {
        if ((token >> 24) is not (0x0A or 0x2B) || (token & 0xFFFFFF) is 0 or > 0xFFFF)
        {
            return null;
        }

        var handle = MetadataTokens.EntityHandle(token);
        string? of = null;
        if (handle.Kind == HandleKind.MethodSpecification)
        {
            if (MetadataTokens.GetRowNumber(handle) > metadata.GetTableRowCount(TableIndex.MethodSpec))
            {
                return null;
            }

            var specification = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
            of = specification.DecodeSignature(new TypeNames(), null).FirstOrDefault();
            handle = specification.Method;
        }

        if (handle.Kind != HandleKind.MemberReference || MetadataTokens.GetRowNumber(handle) > metadata.GetTableRowCount(TableIndex.MemberRef))
        {
            return null;
        }

        var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
        if (member.GetKind() != MemberReferenceKind.Method || member.Parent.Kind != HandleKind.TypeReference
            || metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) is not { } handler || !Handlers.Contains(handler))
        {
            return null;
        }

        var parameters = member.DecodeMethodSignature(new TypeNames(), null).ParameterTypes;
        return (handler, metadata.GetString(member.Name), parameters.Length, of, parameters.Length > 1 && parameters[^1] == "String");
    }

    /// <summary>Types by their simple names.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => "Array";

        public string GetByReferenceType(string elementType) => elementType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "Function";

        public string GetGenericInstantiation(string genericType, System.Collections.Immutable.ImmutableArray<string> typeArguments) => genericType.StartsWith("Nullable", StringComparison.Ordinal) ? typeArguments[0] : genericType;

        public string GetGenericMethodParameter(object? genericContext, int index) => "T";

        public string GetGenericTypeParameter(object? genericContext, int index) => "T";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => "Pointer";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => "Array";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeReference(handle).Name);

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => "Specification";
    }
}
