using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Dialects.Conversations;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Conversations that the dialect can say in full to a model.</summary>
internal static class MessagesConversations
{
    // White space alone is refused by the provider, and so not said.
    private static readonly Gen<string> Text = RandomParts.Texts.Where(static text => !string.IsNullOrWhiteSpace(text));

    private static readonly Gen<string?> MaybeText = Gen.OneOf(Gen.Constant<string?>(null), Text.Select(static text => (string?)text));

    private static readonly Gen<CacheMark?> Mark = Gen.Frequency(
        (4, Gen.Constant<CacheMark?>(null)), (1, Gen.Elements<CacheMark?>(new(null), new("5m"), new("1h"))));

    private static readonly Gen<Part> Say = from text in Text
                                            from mark in Mark
                                            select (Part)new TextPart(text) { Cache = mark };

    private static readonly Gen<Part> Image = from source in Gen.Elements(
                                                  new MediaSource { Url = "https://a.example/ü.png?a=\"b\"" },
                                                  new MediaSource { FileId = "file_011C", HeldBy = Dialect.Anthropic },
                                                  new MediaSource { Base64 = Raw("AA+/"), MediaType = "image/webp" })
                                              from mark in Mark
                                              select (Part)new ImagePart(source, null) { Cache = mark };

    private static readonly Gen<MediaSource> Document = Gen.OneOf(
        Gen.Elements(
            new MediaSource { Url = "https://a.example/a.pdf" },
            new MediaSource { FileId = "file_011D", HeldBy = Dialect.Anthropic },
            new MediaSource { Base64 = Raw("JVBERi0="), MediaType = "application/pdf" }),
        from text in RandomParts.Texts
        select new MediaSource { Base64 = Raw(Convert.ToBase64String(Raw(text))), MediaType = "text/plain" });

    private static readonly Gen<Part> File = from source in Document
                                             from name in MaybeText
                                             from context in MaybeText
                                             from isCited in RandomTurns.Either
                                             from mark in Mark
                                             select (Part)new FilePart(source, name) { Context = context, IsCited = isCited, Cache = mark };

    private static readonly Gen<ToolResultPart> Result = from content in RandomTurns.Between(0, 3, Gen.OneOf(Say, Image, File))
                                                         from isError in RandomTurns.Either
                                                         from mark in Mark
                                                         select new ToolResultPart("", content) { IsError = isError, Cache = mark };

    private static readonly Gen<ToolCallPart> Call = from call in RandomTurns.Calls
                                                     from mark in Mark
                                                     select call with { Cache = mark };

    private static readonly Gen<Part> Thought = from text in Gen.OneOf(Gen.Constant(""), RandomParts.Texts)
                                                from seal in Gen.Elements("s", "EqQB+/=")
                                                from isRedacted in RandomTurns.Either
                                                select (Part)new ReasoningPart(isRedacted ? "" : text) { Signature = new(Dialect.Anthropic, seal, isRedacted) };

    private static readonly Gen<Tool> Function = from description in MaybeText
                                                 from isStrict in RandomTurns.Either
                                                 from schema in Gen.Elements(
                                                     """{"type":"object"}""", """{ "properties":{"a":{"$ref":"#"}},"type" : "object" }""")
                                                 from mark in Mark
                                                 select new Tool(ToolKind.Function, "")
                                                 {
                                                     Description = description,
                                                     Parameters = Raw(isStrict ? RandomTurns.Closed : schema),
                                                     Strict = isStrict ? true : null,
                                                     Cache = mark,
                                                 };

    private static readonly Gen<Tool> Search = Gen.Elements(
        new Tool(ToolKind.WebSearch, "web_search"),
        new Tool(ToolKind.WebSearch, "web_search") { Search = new() { MaxUses = 3, AllowedDomains = Raw("""["a.example", "ü"]""") } },
        new Tool(ToolKind.WebSearch, "web_search")
        {
            Search = new() { BlockedDomains = Raw("""["b"]"""), Location = Raw("""{"type":"approximate","city":"Köln","country":"DE"}""") }, Cache = new("1h"),
        });

    /// <summary>Any of them.</summary>
    public static Arbitrary<Conversation> For(string model)
    {
        var kind = new MessagesModel(model);
        var between = RandomTurns.Between(0, kind.TakesSystemMessages ? 1 : 0, Say);
        return (
            from messages in RandomTurns.Of(
                RandomTurns.Between(0, 2, Say), Gen.OneOf(Say, Image, File), Gen.OneOf(Say, Thought), Call, Result, between)
            from functions in RandomTurns.Between(0, 3, Function)
            from searches in RandomTurns.Between(0, 1, Search)
            from stops in RandomTurns.Between(0, 3, Text)
            from user in MaybeText
            from options in Gen.Choose(0, int.MaxValue)
            let tools = functions.Select(static (tool, i) => tool with { Name = $"t{i}" }).Concat(searches)
            select Make(kind, messages, [.. tools], stops, user, options)).ToArbitrary();
    }

    private static Conversation Make(MessagesModel model, List<Message> messages, Tool[] tools, string[] stops, string? user, int options)
    {
        bool Is(int bit) => (options >> bit) % 2 == 1;
        var conversation = new Conversation { Model = "asked", Stream = Is(0), EndUser = user };
        conversation.Messages.AddRange(messages);
        conversation.Tools.AddRange(tools);
        // The provider takes no calls without tools.
        if (tools.Length == 0 && messages.Exists(static message => message.Parts.Exists(static part => part is ToolCallPart)))
            conversation.Tools.Add(new Tool(ToolKind.Function, "t0") { Parameters = Raw(RandomTurns.Closed) });
        MessagesMarks.Limit(conversation);

        if (conversation.Tools is [var first, ..] && Is(1))
        {
            conversation.ToolChoice = Is(2) ? new(Is(3) ? ToolChoiceKind.Auto : ToolChoiceKind.None)
                : Is(3) ? new(ToolChoiceKind.Required)
                : new(ToolChoiceKind.Named, first.Name);
            // It is said in the choice.
            if (conversation.ToolChoice.Kind != ToolChoiceKind.None && Is(4)) conversation.ParallelToolCalls = false;
        }

        var sampling = conversation.Sampling;
        sampling.MaxTokens = 1 + (options & 0xFFFF);
        sampling.Stop = stops;
        if (Is(5)) conversation.Reasoning = ReasoningOf(conversation, model, Is);
        if (model.TakesSampling && conversation.Reasoning is null or { Effort: "none" })
        {
            if (Is(9)) sampling.Temperature = (options & 0x7) / 7d;
            if (Is(10) && (model.TakesBothSamplings || !Is(9))) sampling.TopP = 0.95;
            if (Is(11)) sampling.TopK = 40;
        }

        if (Is(12)) conversation.Output = new OutputFormat { Schema = Raw(RandomTurns.Closed), Strict = true };
        if (Is(13)) conversation.ServiceTier = Is(14) ? "auto" : "standard_only";
        return conversation;
    }

    // What the model can be told of it here; null for nothing.
    private static Reasoning? ReasoningOf(Conversation conversation, MessagesModel model, Func<int, bool> chance)
    {
        if (chance(6) && model.TakesNoThinking) return new Reasoning { BudgetTokens = 0, Effort = "none" };
        // None thinks that must call a tool.
        if (conversation.ToolChoice is { Kind: ToolChoiceKind.Required or ToolChoiceKind.Named }) return null;
        if (model.IsAdaptive)
        {
            var effort = chance(7) ? model.TakesExtraEffort && chance(15) ? "xhigh" : "max" : chance(8) ? "low" : null;
            return new Reasoning { BudgetTokens = -1, Effort = effort, Show = chance(16) ? chance(17) : null };
        }

        // Amidst calls it must have thought before them.
        return conversation.Sampling.MaxTokens > 1024 && conversation.Messages[^1].Parts[^1] is not (ToolResultPart or ToolCallPart or ReasoningPart)
            && conversation.Messages[^1].Role == Role.User
            ? new Reasoning { BudgetTokens = chance(7) ? 1024 : conversation.Sampling.MaxTokens - 1, Show = chance(8) }
            : null;
    }

    private static byte[] Raw(string text) => Encoding.UTF8.GetBytes(text);
}
