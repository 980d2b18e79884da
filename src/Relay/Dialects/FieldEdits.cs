using System.Buffers;
using System.Text.Json;
using Relay.Routing.Providers;

namespace Relay.Dialects;

/// <summary>
/// What to change in the top level of a request's body for a provider that refuses some of its dialect's fields, or has
/// other names for them. Bodies for other providers are never looked at.
/// </summary>
internal sealed class FieldEdits
{
    private readonly List<JsonEdit> _edits = [];
    private readonly List<string> _dropped = [];

    /// <summary>The changes, in the order of the places; none overlap.</summary>
    public IReadOnlyList<JsonEdit> Edits => _edits;

    /// <summary>The fields that are left out, each once. One that is null, or the model's own value, says nothing and is not listed.</summary>
    public IReadOnlyList<string> Dropped => _dropped;

    /// <summary>Finds the changes.</summary>
    /// <param name="body">The body, an object that was read before.</param>
    /// <param name="fields">How the provider differs.</param>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="others">What is changed there anyway; nothing of it within a field that is refused.</param>
    public static FieldEdits Of(ReadOnlySpan<byte> body, EndpointFields fields, string model, IReadOnlyList<JsonEdit> others)
    {
        var found = new FieldEdits();
        found.Find(MembersOf(body), fields, fields.FixedFor(model));
        // What is inserted behind the first brace stands before a field that is left out right there.
        var sorted = others.Concat(found._edits).OrderBy(static edit => edit.Offset).ThenBy(static edit => edit.Length > 0).ToList();
        found._edits.Clear();
        found._edits.AddRange(sorted);
        return found;
    }

    /// <summary>The body with the changes, none of which may wait for the name of a model.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlySpan<byte> body)
    {
        var changed = new ArrayBufferWriter<byte>(body.Length + 1);
        JsonEdit.Write(body, _edits, changed);
        return changed.WrittenMemory;
    }

    private static List<Member> MembersOf(ReadOnlySpan<byte> body)
    {
        var members = new List<Member>();
        var reader = DialectJson.ReaderOn(body);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var start = (int)reader.TokenStartIndex;
            // With its quotes; the reader is behind the colon.
            var nameEnd = start + reader.ValueSpan.Length + 2;
            var name = JsonString.ReadName(ref reader);
            reader.Read();
            var isNull = reader.TokenType == JsonTokenType.Null;
            double? number = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) ? value : null;
            reader.Skip();
            members.Add(new(name, start, nameEnd, (int)reader.BytesConsumed, isNull, number));
        }

        return members;
    }

    private void Find(List<Member> members, EndpointFields fields, IReadOnlyDictionary<string, double?>? fixedValues)
    {
        var isFirst = true;
        for (var i = 0; i < members.Count; i++)
        {
            var member = members[i];
            var newName = fields.Renames?.GetValueOrDefault(member.Name);
            double? only = null;
            var isFixed = fixedValues?.TryGetValue(member.Name, out only) == true;
            // Of two names for one thing, the provider's own counts.
            if (isFixed || fields.Refuses?.Contains(member.Name) == true || (newName is not null && members.Exists(other => other.Name == newName)))
            {
                // The model has that value anyway, and not all models take even that.
                var saysNothing = member.IsNull || (isFixed && only is not null && member.Number == only);
                if (!saysNothing && !_dropped.Contains(member.Name)) _dropped.Add(member.Name);
                // With the comma before it; at the object's beginning with the one behind it.
                var start = isFirst ? member.Start : members[i - 1].End;
                var end = isFirst && i + 1 < members.Count ? members[i + 1].Start : member.End;
                _edits.Add(new(start, end - start, []));
                continue;
            }

            isFirst = false;
            if (newName is not null) _edits.Add(new(member.Start, member.NameEnd - member.Start, JsonSerializer.SerializeToUtf8Bytes(newName)));
        }
    }

    private readonly record struct Member(string Name, int Start, int NameEnd, int End, bool IsNull, double? Number);
}
