using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects.Operations;

/// <summary>What an embeddings request of OpenAI's says.</summary>
internal sealed class EmbeddingsRequest
{
    /// <summary>Where the texts stand in the body, each as a JSON string with its quotes.</summary>
    public List<Range> Texts { get; } = [];

    /// <summary>How many bytes the texts have together.</summary>
    public long TextBytes { get; private set; }

    /// <summary>How many numbers an embedding is to have; null for as many as the model likes.</summary>
    public int? Dimensions { get; private set; }

    /// <summary>Whether the numbers are asked for packed.</summary>
    public bool Base64 { get; private set; }

    /// <summary>What has no place elsewhere.</summary>
    public List<Loss> Losses { get; } = [];

    /// <summary>Reads a body, which is a JSON object.</summary>
    public static Result<EmbeddingsRequest> Read(ReadOnlySpan<byte> body)
    {
        var request = new EmbeddingsRequest();
        Failure? failure = null;
        var reader = DialectJson.ReaderOn(body);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            failure ??= request.ReadMember(name, ref reader);
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) reader.Skip();
        }

        failure ??= request.Texts.Count == 0 && !request.Losses.Exists(static loss => loss.ChangesMeaning)
            ? Invalid("input", FailureCode.MissingField, "The field input is missing or empty. Give a text, or a list of texts.")
            : null;
        return failure is null ? request : failure;
    }

    private Failure? ReadMember(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "model":
                return null;
            case "input":
                return ReadInput(ref reader);
            case "dimensions" when reader.TokenType != JsonTokenType.Null:
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var dimensions) || dimensions <= 0)
                    return Invalid(name, FailureCode.InvalidField, "The field dimensions must be a whole number above 0.");
                Dimensions = dimensions;
                return null;
            case "encoding_format" when reader.TokenType != JsonTokenType.Null:
                Base64 = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("base64"u8);
                return Base64 || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("float"u8))
                    ? null
                    : Invalid(name, FailureCode.InvalidField, "The field encoding_format must be float or base64.");
            default:
                if (reader.TokenType != JsonTokenType.Null) Losses.Add(new(name, ChangesMeaning: false));
                return null;
        }
    }

    private Failure? ReadInput(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return ReadText(ref reader);
        if (reader.TokenType != JsonTokenType.StartArray)
            return Invalid("input", FailureCode.InvalidField, "The field input must be a text, or a list of texts.");
        Failure? failure = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String) failure ??= ReadText(ref reader);
            // Numbers are tokens of OpenAI's own tokenizer, which nobody else can read.
            else if (Losses is not [.., { ChangesMeaning: true }]) Losses.Add(new("input", ChangesMeaning: true));
            reader.Skip();
        }

        return failure;
    }

    private Failure? ReadText(ref Utf8JsonReader reader)
    {
        if (!JsonText.IsText(ref reader))
            return Invalid("input", FailureCode.InvalidField, "The field input holds something that is not text.");
        Texts.Add((int)reader.TokenStartIndex..(int)reader.BytesConsumed);
        TextBytes += reader.ValueSpan.Length;
        return null;
    }

    private static Failure Invalid(string param, string code, string message) =>
        new(FailureStage.Forwarding, FailureSide.Caller, 400, code, message) { Param = param };
}
