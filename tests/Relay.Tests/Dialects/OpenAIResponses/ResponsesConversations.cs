using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Conversations that the dialect can say in full.</summary>
internal static class ResponsesConversations
{
    private const string Closed = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""";

    private static readonly Gen<string> Text =
        from pieces in Gen.Elements("a", "Grüße", "日本", "😀", "\"", "\\", "\n", "\u0001", "</s>", "{}", " ").ArrayOf()
        select string.Concat(pieces);

    private static readonly Gen<string> Word = Gen.Elements("f", "get_it", "A-1", "x9");

    private static readonly Gen<MediaSource> Picture = Gen.Elements(
        new MediaSource { Url = "https://a.example/ü.png" }, new MediaSource { FileId = "file-1" },
        new MediaSource { Base64 = "AA+/"u8.ToArray(), MediaType = "image/png" });

    private static readonly Gen<Part> Say = from text in Text
                                            select (Part)new TextPart(text);

    private static readonly Gen<Part> Image = from source in Picture
                                              from detail in Gen.Elements(null, "low", "auto")
                                              select (Part)new ImagePart(source, detail);

    private static readonly Gen<Part> File = Gen.Elements<Part>(
        new FilePart(new MediaSource { FileId = "file-2" }, null), new FilePart(new MediaSource { Url = "https://a.example/a.pdf" }, "a"),
        new FilePart(new MediaSource { Base64 = "JVBERi0="u8.ToArray(), MediaType = "application/pdf" }, "ü.pdf"));

    private static readonly Gen<Part> Sound = Gen.Constant<Part>(new AudioPart(new MediaSource { Base64 = "SUQz"u8.ToArray(), MediaType = "audio/mp3" }));

    private static readonly Gen<Part> Call = from isCustom in Gen.Elements(false, true)
                                             from id in Gen.Choose(0, 3)
                                             from name in Word
                                             from space in Gen.Elements(null, "ns")
                                             from text in Text
                                             select (Part)new ToolCallPart(IdOf(isCustom, id), name, isCustom ? text : $"{{ \"a\":{id}}}") { IsCustom = isCustom, Namespace = space };

    private static readonly Gen<Part> Result = from isCustom in Gen.Elements(false, true)
                                               from id in Gen.Choose(0, 3)
                                               from content in Gen.OneOf(Say, Image, File).NonEmptyListOf()
                                               select (Part)new ToolResultPart(IdOf(isCustom, id), content) { IsCustom = isCustom };

    private static readonly Gen<Part> Thought = from text in Text
                                                select (Part)new ReasoningPart(text) { Signature = new Signature(Dialect.OpenAIResponses, "gAAA+/=") };

    // Neither thoughts alone nor words that are none are sayable.
    private static readonly Gen<Message> Assistant = from thoughts in Gen.OneOf(Thought).ArrayOf()
                                                     from parts in Gen.OneOf(from text in Text
                                                                             select (Part)new TextPart("Well." + text), Call, from text in Text
                                                                                        select (Part)new RefusalPart(text)).NonEmptyListOf()
                                                     select MessageOf(Role.Assistant, [.. thoughts.Take(2), .. parts]);

    private static readonly Gen<Message> User = from parts in Gen.OneOf(Say, Image, File, Sound, Result).NonEmptyListOf()
                                                select MessageOf(Role.User, [.. parts]);

    private static readonly Gen<Message> System = from role in Gen.Elements(Role.System, Role.Developer)
                                                  from parts in Say.NonEmptyListOf()
                                                  select MessageOf(role, [.. parts]);

    private static readonly Gen<List<Tool>> Tools = from count in Gen.Choose(0, 4)
                                                    from kinds in Gen.Elements(ToolKind.Function, ToolKind.Custom, ToolKind.WebSearch).ArrayOf(count)
                                                    from strict in Gen.Elements(false, true)
                                                    from description in Gen.OneOf(Text, Gen.Constant<string>(null!))
                                                    from spaceFrom in Gen.Choose(0, 4)
                                                    select kinds.Select((kind, i) => ToolOf(kind, i, strict, description, i >= spaceFrom)).ToList();

    /// <summary>Any of them.</summary>
    public static Arbitrary<Conversation> Arbitrary { get; } = (
        from messages in Gen.OneOf(User, Assistant, System).NonEmptyListOf()
        from tools in Tools
        from options in Gen.Choose(0, int.MaxValue)
        from text in Text
        from stream in Gen.Elements(false, true)
        select Make(messages, tools, options, text, stream)).ToArbitrary();

    // Whether a result answers a custom tool is seen by its call where the dialect does not say it.
    private static string IdOf(bool isCustom, int number) => $"call_{(isCustom ? "c" : "f")}{number}";

    private static Message MessageOf(Role role, Part[] parts)
    {
        var message = new Message(role);
        message.Parts.AddRange(parts);
        return message;
    }

    private static Tool ToolOf(ToolKind kind, int number, bool isStrict, string? description, bool isInSpace) => kind switch
    {
        ToolKind.WebSearch => new Tool(kind, "web_search"),
        ToolKind.Custom => new Tool(kind, $"t{number}")
        {
            Description = description, Namespace = isInSpace ? "ns" : null, Format = isStrict ? Raw("""{"type":"text"}""") : default,
        },
        _ => new Tool(kind, $"t{number}")
        {
            Description = description, Namespace = isInSpace ? "ns" : null, Strict = isStrict, Parameters = Raw(isStrict ? Closed : """{"type" : "object"}"""),
        },
    };

    private static Conversation Make(IEnumerable<Message> messages, List<Tool> tools, int options, string text, bool stream)
    {
        var conversation = new Conversation { Model = "asked", Stream = stream };
        conversation.Messages.AddRange(messages);
        // A namespace is one tool, and so its tools stand together.
        conversation.Tools.AddRange(tools.OrderBy(static tool => tool.Namespace is not null));
        bool Is(int bit) => (options >> bit) % 2 == 1;
        if (tools.Count > 0 && Is(0))
        {
            conversation.ToolChoice = Is(1) ? new(ToolChoiceKind.Named, tools[0].Name)
                : Is(2) ? new(Is(3) ? ToolChoiceKind.Required : ToolChoiceKind.Auto) { Allowed = [.. tools.Select(static tool => tool.Name)] }
                : new(Is(3) ? ToolChoiceKind.None : ToolChoiceKind.Required);
        }

        if (tools.Count > 0 && Is(4)) conversation.ParallelToolCalls = Is(5);
        if (Is(6)) conversation.Sampling.MaxTokens = 16 + (options & 0xFFFF);
        if (Is(7)) conversation.Sampling.Temperature = (options & 0xF) / 8d;
        if (Is(8)) conversation.Sampling.TopP = 0.1;
        if (Is(9)) conversation.Sampling.Logprobs = true;
        if (Is(9) && Is(10)) conversation.Sampling.TopLogprobs = 3;
        if (Is(11)) conversation.Reasoning = new Reasoning { Effort = Is(12) ? "high" : "minimal", Summary = Is(13) ? "auto" : null };
        if (Is(14)) conversation.Output = Is(15) ? new OutputFormat() : new OutputFormat { Schema = Raw(Closed), Name = "n", Description = text, Strict = Is(16) ? true : null };
        if (Is(17)) conversation.Verbosity = "low";
        if (Is(18)) conversation.ServiceTier = "flex";
        if (Is(19)) conversation.CacheKey = "a key";
        if (Is(20)) conversation.EndUser = "ü";
        if (Is(21)) conversation.Metadata = Raw("""{"b": "1","a":"ü"}""");
        return conversation;
    }

    private static byte[] Raw(string text) => Encoding.UTF8.GetBytes(text);
}
