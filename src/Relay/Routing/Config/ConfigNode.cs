using System.Text.Json;
using Relay.Failures;

namespace Relay.Routing.Config;

/// <summary>
/// One object of a config document while it is read. Each member is asked for by name; what is wrong is
/// noted with its path and reading goes on, so that every error is found at once.
/// </summary>
internal sealed class ConfigNode
{
    private const string NotText = "is not text: it has half a character, or bytes that are not UTF-8";
    private const int LongestName = 64;

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<FailureDetail> _errors;
    private readonly bool _isObject;

    public ConfigNode(JsonElement element, string path, List<FailureDetail> errors)
    {
        Path = path;
        _errors = errors;
        _isObject = element.ValueKind == JsonValueKind.Object;
        if (!_isObject)
        {
            Error(null, "must be an object");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name) Error(null, "has a property whose name is not text");
            else if (!_members.TryAdd(name, member.Value)) _errors.Add(new(PathOf(name), "is given twice"));
        }
    }

    /// <summary>Where this object is in the document.</summary>
    public string Path { get; }

    /// <summary>Whether a member is there, which is then taken for known.</summary>
    public bool Has(string name)
    {
        _asked.Add(name);
        return _members.ContainsKey(name);
    }

    /// <summary>Notes that something is wrong with a member, or with the object itself.</summary>
    public void Error(string? name, string message) =>
        _errors.Add(new(name is null ? Path : $"{Path}.{name}", message));

    /// <summary>Reads a text, and checks it: the check says what is wrong, or null.</summary>
    public string? Text(string name, bool required, Func<string, string?> check)
    {
        if (!TryMember(name, required, JsonValueKind.String, "a string", out var value)) return null;
        var text = TextOf(value);
        if ((text is null ? NotText : check(text)) is not { } wrong) return text;
        Error(name, wrong);
        return null;
    }

    /// <summary>Reads a number in a range, its ends included.</summary>
    public decimal? Number(string name, decimal min, decimal max, bool required = false)
    {
        if (!TryMember(name, required, JsonValueKind.Number, "a number", out var value)) return null;
        if (value.TryGetDecimal(out var number) && number >= min && number <= max) return number;
        Error(name, FormattableString.Invariant($"must be a number from {min} to {max}"));
        return null;
    }

    /// <summary>Reads true or false.</summary>
    public bool? Flag(string name)
    {
        _asked.Add(name);
        if (!_members.TryGetValue(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Error(name, "must be true or false");
        return null;
    }

    /// <summary>Reads an object, which reads itself.</summary>
    public ConfigNode? Object(string name) =>
        TryMember(name, false, JsonValueKind.Object, "an object", out var value)
            ? new(value, $"{Path}.{name}", _errors)
            : null;

    /// <summary>Reads an array of objects, each of which reads itself; one that is required has at least one.</summary>
    public IEnumerable<ConfigNode> Objects(string name, bool required = false)
    {
        if (!TryMember(name, required, JsonValueKind.Array, "an array", out var value)) yield break;
        if (required && value.GetArrayLength() == 0) Error(name, "must name at least one");
        var index = 0;
        foreach (var item in value.EnumerateArray()) yield return new(item, $"{Path}.{name}[{index++}]", _errors);
    }

    /// <summary>Reads an array of texts; null when it is not there.</summary>
    /// <param name="name">The member.</param>
    /// <param name="check">Says what is wrong with a text.</param>
    /// <param name="required">Whether it has at least one when it is there.</param>
    public List<string>? Texts(string name, Func<string, string?> check, bool required = false)
    {
        if (!TryMember(name, false, JsonValueKind.Array, "an array of strings", out var value)) return null;
        if (required && value.GetArrayLength() == 0) Error(name, "must name at least one");
        var texts = new List<string>();
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            var text = item.ValueKind == JsonValueKind.String ? TextOf(item) : null;
            var wrong = item.ValueKind != JsonValueKind.String ? "must be a string" : text is null ? NotText : check(text);
            if (wrong is null) texts.Add(text!);
            else Error($"{name}[{index}]", wrong);
        }

        return texts;
    }

    /// <summary>Notes every member that nobody asked for.</summary>
    public void Done()
    {
        foreach (var name in _members.Keys)
        {
            if (_asked.Contains(name)) continue;
            var near = NearMatch.Of(name, _asked.Where(known => !_members.ContainsKey(known)));
            _errors.Add(new(PathOf(name),
                near.Count == 0 ? "is not a known property" : $"is not a known property; did you mean {near[0]}?"));
        }
    }

    // A lone surrogate or a byte that is not UTF-8 is well-formed JSON until it is asked for the text.
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // A name that is not one of ours may be anything: long, a key that was pasted, a path of its own.
    private string PathOf(string name)
    {
        var start = name.Length <= LongestName ? name : name[..LongestName];
        if (AccountRules.LooksLikeSecret(start)) return $"{Path}['…']";
        if (start.Length < name.Length) return $"{Path}['{Plain(start)}…']";
        return name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? $"{Path}.{name}"
            : $"{Path}['{Plain(name)}']";
    }

    private static string Plain(string text) =>
        string.Concat(text.Select(static c => c is >= ' ' and <= '~' and not '\'' and not '\\' ? c : '?'));

    private bool TryMember(string name, bool required, JsonValueKind kind, string what, out JsonElement value)
    {
        _asked.Add(name);
        if (!_members.TryGetValue(name, out value))
        {
            if (required && _isObject) Error(name, "is missing");
            return false;
        }

        if (value.ValueKind == kind) return true;
        Error(name, $"must be {what}");
        return false;
    }
}
