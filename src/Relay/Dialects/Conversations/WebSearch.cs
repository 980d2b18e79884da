using System.Text.Json;

namespace Relay.Dialects.Conversations;

/// <summary>How the provider is to search the web. Raw JSON is slices of the caller's body; empty for none.</summary>
internal sealed record WebSearch
{
    /// <summary>How much of what is found the model reads: <c>low</c>, <c>medium</c>, <c>high</c>; null when the caller does not say.</summary>
    public string? ContextSize { get; init; }

    /// <summary>Where the user is, an object of <c>city</c>, <c>region</c>, <c>country</c> and <c>timezone</c>.</summary>
    public ReadOnlyMemory<byte> Location { get; init; }

    /// <summary>The only domains to find anything in, a list.</summary>
    public ReadOnlyMemory<byte> AllowedDomains { get; init; }

    /// <summary>The domains to find nothing in, a list.</summary>
    public ReadOnlyMemory<byte> BlockedDomains { get; init; }

    /// <summary>What the caller calls the list of domains, below the tool.</summary>
    public string DomainsField { get; init; } = "allowed_domains";

    /// <summary>How often to search at most; null when the caller does not say.</summary>
    public long? MaxUses { get; init; }

    /// <summary>Itself, or null when it says nothing.</summary>
    public WebSearch? OrNone() =>
        ContextSize is null && MaxUses is null && Location.IsEmpty && AllowedDomains.IsEmpty && BlockedDomains.IsEmpty ? null : this;

    /// <summary>A list, or none when nothing is in it.</summary>
    public static ReadOnlyMemory<byte> ListOrNone(ReadOnlyMemory<byte> list) =>
        list.Span[1..^1].Trim(" \t\r\n"u8).IsEmpty ? default : list;

    /// <summary>Writes <c>user_location</c> as Responses and Messages have it, where there is one.</summary>
    public void WriteUserLocation(Utf8JsonWriter json)
    {
        if (Location.IsEmpty) return;
        json.WriteStartObject("user_location"u8);
        json.WriteString("type"u8, "approximate"u8);
        WriteLocation(json);
        json.WriteEndObject();
    }

    /// <summary>Writes the members of the location, but for its type, of which there is but one.</summary>
    public void WriteLocation(Utf8JsonWriter json)
    {
        var reader = DialectJson.ReaderOn(Location.Span);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonString.Read(ref reader);
            reader.Read();
            var value = DialectJson.Slice(ref reader, Location.Span);
            if (name == "type") continue;
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }
    }

    /// <summary>Notes what a provider has no place for. Found elsewhere, or found there after all, an answer is another one.</summary>
    public void Lose(
        string path, List<Loss> losses, bool contextSize = false, bool location = false, bool allowed = false, bool blocked = false, bool maxUses = false)
    {
        if (contextSize && ContextSize is not null) losses.Add(new($"{path}.search_context_size", false));
        if (location && !Location.IsEmpty) losses.Add(new($"{path}.user_location", false));
        if (allowed && !AllowedDomains.IsEmpty) losses.Add(new($"{path}.{DomainsField}", true));
        if (blocked && !BlockedDomains.IsEmpty) losses.Add(new($"{path}.{DomainsField.Replace("allowed", "blocked", StringComparison.Ordinal)}", true));
        if (maxUses && MaxUses is not null) losses.Add(new($"{path}.max_uses", false));
    }
}
