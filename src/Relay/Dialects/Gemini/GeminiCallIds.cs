using System.Globalization;

namespace Relay.Dialects.Gemini;

/// <summary>
/// The ids of calls. Gemini's callers may leave them out and count on names and order; other dialects need them. What is
/// made up depends on nothing but the conversation before it, so that a prompt cache holds.
/// </summary>
internal sealed class GeminiCallIds
{
    private readonly List<(string Id, string Name, bool IsGiven)> _open = [];
    private int _made;

    /// <summary>The id of a call.</summary>
    public string OfCall(string? id, string name)
    {
        var isGiven = !string.IsNullOrEmpty(id);
        var used = isGiven ? id! : Make();
        _open.Add((used, name, isGiven));
        return used;
    }

    /// <summary>The id of the call that a result answers.</summary>
    public string OfResult(string? id, string name)
    {
        var isGiven = !string.IsNullOrEmpty(id);
        var found = isGiven ? _open.FindIndex(call => call.IsGiven && call.Id == id) : -1;
        // Some clients give results ids and leave the calls without.
        if (found < 0) found = _open.FindIndex(call => call.Name == name && !(isGiven && call.IsGiven));
        if (found < 0) return isGiven ? id! : Make();
        var used = _open[found].Id;
        _open.RemoveAt(found);
        return used;
    }

    private string Make() => "call_" + _made++.ToString(CultureInfo.InvariantCulture);
}
