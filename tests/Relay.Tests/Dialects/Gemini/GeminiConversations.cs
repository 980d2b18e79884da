using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Conversations that the dialect can say in full to a model.</summary>
internal static class GeminiConversations
{
    // The last two begin as what is packed here does, and are the provider's own all the same.
    private static readonly Gen<Signature?> Seal = Gen.Elements("", "AA==", "BB-_", "cmVsYXkxL2Zvbw==", "cmVsYXkxLmdzLngx")
        .Select(static value => value.Length == 0 ? null : new Signature(Dialect.Gemini, value));

    private static readonly Gen<Part> Say = RandomParts.Texts.Select(static text => (Part)new TextPart(text));

    private static readonly Gen<Part> Inline = Gen.Elements<Part>(
        new ImagePart(new() { Base64 = Raw("AA+/"), MediaType = "image/png" }, null),
        new AudioPart(new() { Base64 = Raw("SUQz"), MediaType = "audio/mp3" }),
        new FilePart(new() { Base64 = Raw("JVBERi0="), MediaType = "application/pdf" }, null),
        new FilePart(new() { Base64 = Raw("AAAA"), MediaType = "video/mp4" }, null));

    private static readonly Gen<Part> Linked = Gen.Elements<Part>(
        new ImagePart(new() { Url = "https://a.example/ü?a=\"b\"", MediaType = "image/jpeg" }, null),
        new ImagePart(new() { FileId = "gs://b/x", HeldBy = Dialect.Gemini, MediaType = "image/png" }, null),
        new AudioPart(new() { FileId = "files/a", HeldBy = Dialect.Gemini, MediaType = "audio/wav" }),
        new FilePart(new() { Url = "https://youtu.be/x" }, null),
        new FilePart(new() { FileId = "https://generativelanguage.googleapis.com/v1beta/files/a", HeldBy = Dialect.Gemini, MediaType = "text/csv" }, null));

    private static readonly Gen<Part> Answer = from text in RandomParts.Texts
                                               from seal in Seal
                                               from isThought in RandomTurns.Either
                                               from isEmpty in RandomTurns.Either
                                               select isThought ? new ReasoningPart(text) { Signature = seal }
                                                   : (Part)new TextPart(isEmpty && seal is not null ? "" : text) { Signature = seal };

    private static readonly Gen<ToolCallPart> Call = from call in RandomTurns.Calls
                                                     from seal in Seal
                                                     select call with { Signature = seal };

    private static readonly Gen<Tool> Function = from text in RandomParts.Texts
                                                 from description in Gen.Elements(null, text)
                                                 from schema in Gen.Elements(
                                                     "", RandomTurns.Closed, """{ "properties":{"a":{"$ref":"#"}},"type" : "object" }""")
                                                 select new Tool(ToolKind.Function, "") { Description = description, Parameters = Raw(schema) };

    /// <summary>Any of them.</summary>
    public static Arbitrary<Conversation> For(string model)
    {
        var kind = new GeminiModel(model);
        return (
            from messages in RandomTurns.Of(
                RandomTurns.Between(0, 2, Say), Gen.OneOf(Say, Inline, Linked), Gen.OneOf(Answer, Inline), Call, Result(kind), Gen.Constant<Part[]>([]))
            from functions in RandomTurns.Between(0, 3, Function)
            from stops in RandomTurns.Between(0, 5, RandomParts.Texts)
            from seed in Gen.Choose(int.MinValue, int.MaxValue)
            from options in Gen.Choose(0, int.MaxValue)
            select Make(kind, messages, [.. functions.Select(static (tool, i) => tool with { Name = $"t{i}" })], stops, seed, options)).ToArbitrary();
    }

    // The text of one is a field, and what is beside it a list, which the older models do not know.
    private static Gen<ToolResultPart> Result(GeminiModel model) =>
        from text in Gen.OneOf(Gen.Constant(""), RandomParts.Texts)
        from media in RandomTurns.Between(0, model.IsThird ? 2 : 0, Inline)
        from isError in RandomTurns.Either
        select new ToolResultPart("", [new TextPart(text), .. media]) { IsError = isError };

    private static Conversation Make(GeminiModel model, List<Message> messages, Tool[] tools, string[] stops, int seed, int options)
    {
        bool Is(int bit) => (options >> bit) % 2 == 1;
        var conversation = new Conversation { Model = "asked", Stream = Is(0) };
        conversation.Messages.AddRange(messages);
        conversation.Tools.AddRange(tools);
        // It stands alone, and nothing can be chosen of it.
        if (tools.Length == 0 && Is(1)) conversation.Tools.Add(new Tool(ToolKind.WebSearch, "google_search"));
        if (tools.Length > 0 && Is(2)) conversation.ToolChoice = ChoiceOf([.. tools.Select(static tool => tool.Name)], Is);

        var sampling = conversation.Sampling;
        sampling.Stop = stops;
        if (Is(6)) sampling.MaxTokens = options & 0xFFFF;
        if (Is(7)) sampling.Temperature = (options & 0xF) / 7d;
        if (Is(8)) sampling.TopP = 0.95;
        if (Is(9)) sampling.TopK = 40;
        if (Is(10)) sampling.Seed = seed;
        if (Is(11)) sampling.PresencePenalty = -0.5;
        if (Is(12)) sampling.FrequencyPenalty = 1.5;
        if (Is(13)) sampling.Choices = 2 + (options & 3);
        if (Is(14)) sampling.Logprobs = Is(15);
        if (sampling.Logprobs != false && Is(16)) sampling.TopLogprobs = 3;
        if (Is(17)) conversation.Reasoning = ReasoningOf(model, options & 0xFFF, Is);
        if (Is(18)) conversation.Output = new OutputFormat { Schema = Raw(Is(19) ? RandomTurns.Closed : "") };
        if (Is(20)) conversation.ServiceTier = Is(21) ? "flex" : "priority";
        return conversation;
    }

    private static ToolChoice ChoiceOf(string[] names, Func<int, bool> chance)
    {
        if (chance(3)) return chance(4) ? new(ToolChoiceKind.None) : new(ToolChoiceKind.Auto) { Allowed = chance(5) ? names : null };
        // That one of one must be called says its name.
        return chance(4) ? new(ToolChoiceKind.Named, names[0]) : new(ToolChoiceKind.Required) { Allowed = chance(5) && names.Length > 1 ? names : null };
    }

    // In levels or in tokens, never both.
    private static Reasoning ReasoningOf(GeminiModel model, int number, Func<int, bool> chance)
    {
        bool? show = chance(22) ? chance(23) : null;
        if (model.IsThird && chance(24)) return new Reasoning { Effort = chance(25) ? "low" : "high", Show = show };
        if (chance(26)) return new Reasoning { Show = show ?? true };
        return new Reasoning { BudgetTokens = chance(27) ? -1 : model.IsPro ? 128 + number : number, Show = show };
    }

    private static byte[] Raw(string text) => Encoding.UTF8.GetBytes(text);
}
