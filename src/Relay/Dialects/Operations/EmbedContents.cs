using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects.Operations;

/// <summary>What a request of Gemini's for embeddings says.</summary>
internal sealed class EmbedContents
{
    /// <summary>The texts, one for each embedding.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>How many numbers an embedding is to have; null for as many as the model likes.</summary>
    public int? Dimensions { get; private set; }

    /// <summary>What has no place elsewhere.</summary>
    public List<Loss> Losses { get; } = [];

    /// <summary>Reads the body of embedContent, which is a JSON object.</summary>
    public static Result<EmbedContents> ReadOne(ReadOnlySpan<byte> body)
    {
        var contents = new EmbedContents();
        var reader = DialectJson.ReaderOn(body);
        return contents.ReadRequest(ref reader, "") is { } failure ? failure : contents;
    }

    /// <summary>Reads the body of batchEmbedContents, which is a JSON object.</summary>
    public static Result<EmbedContents> ReadMany(ReadOnlySpan<byte> body)
    {
        var contents = new EmbedContents();
        Failure? failure = null;
        var reader = DialectJson.ReaderOn(body);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isRequests = reader.ValueTextEquals("requests"u8);
            reader.Read();
            if (!isRequests || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                failure ??= contents.ReadRequest(ref reader, FormattableString.Invariant($"requests[{i}]."));
        }

        if (failure is not null) return failure;
        return contents.Texts.Count > 0 ? contents : Invalid("requests", FailureCode.MissingField, "The field requests is missing or empty.");
    }

    private Failure? ReadRequest(ref Utf8JsonReader reader, string at)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return Invalid(at.TrimEnd('.'), FailureCode.InvalidField, "Each of requests must be an object.");
        }

        var text = new StringBuilder();
        int? dimensions = null;
        Failure? failure = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "model":
                    break;
                case "content":
                    failure ??= ReadContent(ref reader, at, text);
                    break;
                case "outputDimensionality" or "output_dimensionality":
                    if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var number) || number <= 0)
                        failure ??= Invalid(at + name, FailureCode.InvalidField, $"The field {at}{name} must be a whole number above 0.");
                    else dimensions = number;
                    break;
                default:
                    // What the task is (search, clustering) shades the numbers; models of other providers take no such word.
                    Losses.Add(new(at + name, ChangesMeaning: false));
                    break;
            }

            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) reader.Skip();
        }

        if (failure is null && text.Length == 0)
            failure = Invalid(at + "content", FailureCode.MissingField, $"The field {at}content is missing or has no text.");
        if (Texts.Count > 0 && Dimensions != dimensions) Losses.Add(new(at + "outputDimensionality", ChangesMeaning: true));
        Dimensions = dimensions;
        Texts.Add(text.ToString());
        return failure;
    }

    private Failure? ReadContent(ref Utf8JsonReader reader, string at, StringBuilder text)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Invalid(at + "content", FailureCode.InvalidField, $"The field {at}content must be an object.");
        Failure? failure = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isParts = JsonString.Is(ref reader, "parts"u8);
            reader.Read();
            if (!isParts || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) failure ??= ReadPart(ref reader, at, text);
        }

        return failure;
    }

    private Failure? ReadPart(ref Utf8JsonReader reader, string at, StringBuilder text)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        Failure? failure = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isText = JsonString.Is(ref reader, "text"u8);
            reader.Read();
            if (!isText) Losses.Add(new(at + "content.parts", ChangesMeaning: true));
            else if (reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out var more)) text.Append(more);
            else failure ??= Invalid(at + "content.parts", FailureCode.InvalidField, $"A text in {at}content.parts is not text.");
            reader.Skip();
        }

        return failure;
    }

    private static Failure Invalid(string param, string code, string message) =>
        new(FailureStage.Forwarding, FailureSide.Caller, 400, code, message) { Param = param };
}
