using System.Globalization;
using System.Text;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>What is said in a conversation, to compare two.</summary>
internal static class ConversationText
{
    /// <summary>All of it, piece by piece; neither how pieces are put into messages nor where they stood in a body counts.</summary>
    public static string Of(Conversation conversation)
    {
        var lines = new List<string>();
        foreach (var message in conversation.Messages) lines.AddRange(message.Parts.Select(part => $"{message.Role}: {Show(part)}"));
        lines.AddRange(conversation.Tools.Select(Show));
        var choice = conversation.ToolChoice;
        lines.Add($"{choice?.Kind} {choice?.Name} {(choice?.Allowed is { } allowed ? string.Join(',', allowed) : "all")} {conversation.ParallelToolCalls}");
        lines.Add(Show(conversation.Sampling));
        lines.Add($"{conversation.Reasoning} {conversation.Output} {Utf8(conversation.Output?.Schema ?? default)} {Utf8(conversation.Metadata)}");
        lines.Add($"{conversation.Verbosity} {conversation.ServiceTier} {conversation.CacheKey} {conversation.EndUser} {conversation.Stream}");
        return string.Join('\n', lines);
    }

    private static string Show(Tool tool) =>
        (tool with { Path = "", Parameters = default, Format = default, Search = null })
        + $" {Utf8(tool.Parameters)} {Utf8(tool.Format)} {Show(tool.Search)}";

    private static string Show(Part part) => part switch
    {
        ToolResultPart result => $"{result.CallId} {result.IsCustom} {result.IsError} {result.Cache} [{string.Join('|', result.Content.Select(Show))}]",
        ImagePart image => $"image {Show(image.Source)} {image.Detail} {image.Cache}",
        FilePart file => $"file {Show(file.Source)} {file.Name} {file.Context} {file.IsCited} {file.Cache}",
        AudioPart audio => $"audio {Show(audio.Source)} {audio.Cache}",
        _ => (part with { Path = "" }).ToString(),
    };

    private static string Show(MediaSource source) => $"{source.Url} {source.FileId} {source.HeldBy} {source.MediaType} {Utf8(source.Base64)}";

    private static string Show(WebSearch? search) =>
        search is null ? "" : $"{search.ContextSize} {search.MaxUses} {Utf8(search.Location)} {Utf8(search.AllowedDomains)} {Utf8(search.BlockedDomains)}";

    private static string Show(Sampling sampling) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {sampling.MaxTokens} {sampling.Temperature} {sampling.TopP} {sampling.TopK} {sampling.Seed} {sampling.FrequencyPenalty} {sampling.PresencePenalty}
        {sampling.Choices} {sampling.Logprobs} {sampling.TopLogprobs} {sampling.Stop.Count} {string.Join('|', sampling.Stop)}
        """);

    private static string Utf8(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
