using System.Reflection;
using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.PackageProofs;

/// <summary>What IntelliSense offers of an assembly and its author wrote: types, and members that they declare themselves.</summary>
internal static class PublicMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<MemberInfo> Of(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => !Synthesized(type)).SelectMany(type => Of(type).Prepend(type));

    private static IEnumerable<MemberInfo> Of(Type type) => typeof(Delegate).IsAssignableFrom(type) ? [] : type.GetMembers(Declared).Where(member => !Synthesized(member) && member switch
    {
        FieldInfo field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(accessor => Offered(accessor) && Introduced(accessor)),
        EventInfo one => Offered(one.AddMethod!),
        // A constructor that the compiler adds can't be told from a written one without parameters.
        ConstructorInfo constructor => Offered(constructor) && constructor.GetParameters().Length > 0,
        MethodInfo method => Offered(method) && Introduced(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        _ => false,
    });

    private static bool Offered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>An override shows the text of what it overrides.</summary>
    private static bool Introduced(MethodInfo method) => method.GetBaseDefinition().DeclaringType == method.DeclaringType;

    /// <summary>What records and the like get from the compiler.</summary>
    private static bool Synthesized(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
