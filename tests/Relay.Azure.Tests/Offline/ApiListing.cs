using System.Reflection;

namespace Relay.Azure.Tests.Offline;

/// <summary>Writes what an assembly shows as the Azure SDK's listings do: a type on one line, each member on one below it.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(type => MembersOf(type).Select(member => $"{Name(type)}: {member}").Prepend(Header(type)));

    private static string Header(Type type)
    {
        var kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsSealed ? "sealed class" : "class";
        // What a base brings with it is the base's own; an enum's are the language's.
        List<string> bases = type.BaseType is { } parent && parent != typeof(object) && !type.IsEnum ? [ApiNames.Of(parent)] : [];
        if (bases.Count == 0 && !type.IsEnum) bases.AddRange(type.GetInterfaces().Select(ApiNames.Of).Order(StringComparer.Ordinal));
        return $"public {kind} {Name(type)}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    private static string Name(Type type) => ApiNames.Of(type);

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Zip(
                Enum.GetValuesAsUnderlyingType(type).Cast<object>(), (name, value) => FormattableString.Invariant($"{name} = {value}"));
        }

        return
        [
            .. type.GetConstructors(Declared).Where(IsShown).Select(ConstructorText),
            .. type.GetProperties(Declared).Where(property => IsShown(property.GetMethod!)).Select(PropertyText),
            .. type.GetMethods(Declared).Where(method => IsShown(method) && !method.IsSpecialName).Select(MethodText),
        ];
    }

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily;

    private static string ConstructorText(ConstructorInfo constructor) =>
        $"{Access(constructor)}{constructor.DeclaringType!.Name}({Parameters(constructor)})";

    private static string PropertyText(PropertyInfo property)
    {
        var name = property.GetIndexParameters() is [] ? property.Name : $"this[{Parameters(property.GetMethod!)}]";
        var setter = property.SetMethod is { } set && IsShown(set) ? " set;" : "";
        return $"{Access(property.GetMethod!)}{ApiNames.Of(property.PropertyType)} {name} {{ get;{setter} }}";
    }

    private static string MethodText(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(ApiNames.Of))}>" : "";
        var text = $"{Access(method)}{ApiNames.Of(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
        return method.IsGenericMethod ? text + string.Concat(method.GetGenericArguments().Select(Constraint)) : text;
    }

    private static string Constraint(Type parameter)
    {
        List<string> constraints = [.. parameter.GetGenericParameterConstraints().Select(ApiNames.Of)];
        if (parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            constraints.Insert(0, "class");
        return constraints.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }

    private static string Access(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface) return "";
        var access = method.IsPublic ? "public " : "protected ";
        if (method.IsStatic) return access + "static ";
        return method.IsVirtual && !method.IsFinal ? access + "virtual " : access;
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        var text = $"{(parameter.IsOut ? "out " : "")}{ApiNames.Of(parameter.ParameterType)} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{text} = {Default(parameter)}" : text;
    }));

    private static string Default(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.DefaultValue is { } value) return type.IsEnum ? $"{ApiNames.Of(type)}.{Enum.GetName(type, value)}" : $"{value}";
        return type.IsValueType ? $"default({ApiNames.Of(type)})" : "null";
    }
}
