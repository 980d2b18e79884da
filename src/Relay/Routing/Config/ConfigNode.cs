using System.Text.Json;
using Relay.Failures;

namespace Relay.Routing.Config;

/// <summary>
/// One object of a config document while it is read. Each member is asked for by name; what is wrong is
/// noted with its path and reading goes on, so that every error is found at once.
/// </summary>
internal sealed class ConfigNode
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<FailureDetail> _errors;

    public ConfigNode(JsonElement element, string path, List<FailureDetail> errors)
    {
        Path = path;
        _errors = errors;
        if (element.ValueKind != JsonValueKind.Object)
        {
            Error(null, "must be an object");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value)) Error(member.Name, "is given twice");
        }
    }

    /// <summary>Where this object is in the document.</summary>
    public string Path { get; }

    /// <summary>Notes that something is wrong with a member, or with the object itself.</summary>
    public void Error(string? name, string message) =>
        _errors.Add(new(name is null ? Path : $"{Path}.{name}", message));

    /// <summary>Reads a text, and checks it: the check says what is wrong, or null.</summary>
    public string? Text(string name, bool required, Func<string, string?> check)
    {
        if (!TryMember(name, required, JsonValueKind.String, "a string", out var value)) return null;
        var text = value.GetString()!;
        if (check(text) is not { } wrong) return text;
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

    /// <summary>Reads an object, which reads itself.</summary>
    public ConfigNode? Object(string name) =>
        TryMember(name, false, JsonValueKind.Object, "an object", out var value)
            ? new(value, $"{Path}.{name}", _errors)
            : null;

    /// <summary>Reads an array of objects, each of which reads itself.</summary>
    public IEnumerable<ConfigNode> Objects(string name, bool required = false)
    {
        if (!TryMember(name, required, JsonValueKind.Array, "an array", out var value)) yield break;
        var index = 0;
        foreach (var item in value.EnumerateArray()) yield return new(item, $"{Path}.{name}[{index++}]", _errors);
    }

    /// <summary>Reads an array of texts; null when it is not there.</summary>
    public IReadOnlyList<string>? Texts(string name, Func<string, string?> check)
    {
        if (!TryMember(name, false, JsonValueKind.Array, "an array of strings", out var value)) return null;
        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString() : null;
            var wrong = text is null ? "must be a string" : check(text);
            if (wrong is null) texts.Add(text!);
            else Error($"{name}[{texts.Count}]", wrong);
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
            Error(name, near.Count == 0 ? "is not a known property" : $"is not a known property; did you mean {near[0]}?");
        }
    }

    private bool TryMember(string name, bool required, JsonValueKind kind, string what, out JsonElement value)
    {
        _asked.Add(name);
        if (!_members.TryGetValue(name, out value))
        {
            if (required) Error(name, "is missing");
            return false;
        }

        if (value.ValueKind == kind) return true;
        Error(name, $"must be {what}");
        return false;
    }
}
