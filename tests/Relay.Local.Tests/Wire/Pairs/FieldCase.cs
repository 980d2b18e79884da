namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// One field with each of its values, of Fields/. <c>## request chat</c> is the request around it, as in Cases/, with the
/// place <c>{field}</c>. Every other section is a value: <c>chat: "n":1</c> is how a chat caller writes it and a chat provider
/// gets it; a dialect without a line has no words for it, and its callers are not asked. <c>messages > gemini: …</c> is what
/// goes from one to the other where that differs (<c>*</c> is any other), <c>messages > gemini dropped: …</c> the fields of
/// <c>x-relay-dropped</c>, and <c>messages > gemini refused: …</c> the field that the call is refused for. A line of <c>#</c>
/// says why the lines after it are there.
/// </summary>
internal sealed class FieldCase
{
    private readonly Dictionary<string, string> _requests = [];
    private readonly Dictionary<string, string> _models = [];
    private readonly Dictionary<(string Value, string Side), string> _lines = [];

    private FieldCase(IEnumerable<(string Title, string Body)> sections)
    {
        foreach (var (title, body) in sections)
        {
            if (title.StartsWith("model ", StringComparison.Ordinal)) _models.Add(title[6..], body);
            else if (title.StartsWith("request ", StringComparison.Ordinal)) _requests.Add(title[8..], body);
            else ReadValue(title, body);
        }
    }

    /// <summary>The values.</summary>
    public List<string> Values { get; } = [];

    /// <summary>Reads a case.</summary>
    public static FieldCase Read(string name) => new(CaseFile.Read(Path.Combine("fields", name)));

    /// <summary>Every value of every case, with each pair whose caller has words for it.</summary>
    public static TheoryData<string, string, string, string> Pairs(params ReadOnlySpan<string> cases)
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var name in cases)
        {
            var its = Read(name);
            foreach (var value in its.Values)
            {
                foreach (var caller in PairCase.Dialects.Where(dialect => its._lines.ContainsKey((value, dialect))))
                {
                    foreach (var provider in PairCase.Dialects) rows.Add(name, value, caller, provider);
                }
            }
        }

        return rows;
    }

    /// <summary>The provider's own name of the model that is asked.</summary>
    public string ModelOf(string dialect) => _models.GetValueOrDefault(dialect, PairRelay.RealModel(dialect));

    /// <summary>The name that callers have for it.</summary>
    public string NameOf(string dialect) => _models.GetValueOrDefault(dialect, dialect);

    /// <summary>What a caller asks.</summary>
    public string Asked(string value, string caller) => With(_requests[caller], _lines[(value, caller)]);

    /// <summary>What a provider gets of it.</summary>
    public string Got(string value, string caller, string provider)
    {
        if (caller == provider) return Asked(value, caller);
        var field = Find(value, caller, provider, "") ?? _lines.GetValueOrDefault((value, provider))
            ?? throw new FormatException($"'{value}' does not say what {provider} gets of {caller}.");
        var request = _requests.GetValueOrDefault($"{caller} > {provider}") ?? _requests[provider];
        return With(request, field);
    }

    /// <summary>The fields that are dropped.</summary>
    public string Dropped(string value, string caller, string provider) =>
        caller == provider ? "" : Find(value, caller, provider, " dropped") ?? "";

    /// <summary>The field that the call is refused for; null when it is not.</summary>
    public string? Refused(string value, string caller, string provider) =>
        caller == provider ? null : Find(value, caller, provider, " refused");

    private static string With(string request, string field) => request.Replace("{field}", field, StringComparison.Ordinal);

    private string? Find(string value, string caller, string provider, string kind) =>
        _lines.GetValueOrDefault((value, $"{caller} > {provider}{kind}")) ?? _lines.GetValueOrDefault((value, $"{caller} > *{kind}"))
            ?? _lines.GetValueOrDefault((value, $"* > {provider}{kind}")) ?? _lines.GetValueOrDefault((value, $"* > *{kind}"));

    private void ReadValue(string value, string body)
    {
        Values.Add(value);
        foreach (var line in body.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var colon = line.IndexOf(':');
            _lines.Add((value, line[..colon]), line[(colon + 1)..].TrimStart(' '));
        }
    }
}
