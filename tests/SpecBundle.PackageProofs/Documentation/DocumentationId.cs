using System.Globalization;
using System.Reflection;

namespace SpeculativeDecoding.PackageProofs;

/// <summary>The names under which a documentation file keeps types and members, as the C# standard defines them.</summary>
internal static class DocumentationId
{
    public static string Of(MemberInfo member) => member switch
    {
        Type type => $"T:{Name(type)}",
        FieldInfo field => $"F:{Name(field.DeclaringType!)}.{field.Name}",
        EventInfo one => $"E:{Name(one.DeclaringType!)}.{one.Name}",
        PropertyInfo property => $"P:{Name(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        ConstructorInfo constructor => $"M:{Name(constructor.DeclaringType!)}.#ctor{Parameters(constructor.GetParameters())}",
        MethodInfo method => $"M:{Name(method.DeclaringType!)}.{method.Name}{Arity(method)}{Parameters(method.GetParameters())}{Result(method)}",
        _ => throw new NotSupportedException($"{member} is no member that is documented."),
    };

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? string.Create(CultureInfo.InvariantCulture, $"``{method.GetGenericArguments().Length}") : "";

    private static string Parameters(ParameterInfo[] parameters) => parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Reference(parameter.ParameterType)))})";

    /// <summary>Conversions alone are told apart by what they return.</summary>
    private static string Result(MethodInfo method) => method.Name is "op_Implicit" or "op_Explicit" ? $"~{Reference(method.ReturnType)}" : "";

    private static string Reference(Type type)
    {
        if (type.IsByRef)
        {
            return $"{Reference(type.GetElementType()!)}@";
        }

        if (type.IsArray)
        {
            return $"{Reference(type.GetElementType()!)}[{(type.GetArrayRank() == 1 ? "" : string.Join(',', Enumerable.Repeat("0:", type.GetArrayRank())))}]";
        }

        if (type.IsPointer)
        {
            return $"{Reference(type.GetElementType()!)}*";
        }

        if (type.IsGenericParameter)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(type.DeclaringMethod is null ? "`" : "``")}{type.GenericParameterPosition}");
        }

        return type.IsGenericType ? Constructed(type) : Name(type);
    }

    private static string Constructed(Type type)
    {
        var definition = Name(type.GetGenericTypeDefinition());
        var arguments = type.GetGenericArguments().Select(Reference).ToList();
        // Outer types take their arguments first: Outer{A}.Inner{B}.
        var parts = definition.Split('.').Select(part =>
        {
            var mark = part.IndexOf('`', StringComparison.Ordinal);
            if (mark < 0)
            {
                return part;
            }

            var count = int.Parse(part.AsSpan(mark + 1), CultureInfo.InvariantCulture);
            var own = arguments.Take(count).ToList();
            arguments.RemoveRange(0, count);
            return $"{part[..mark]}{{{string.Join(',', own)}}}";
        });
        return string.Join('.', parts);
    }
}
