using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>A call of a function in an answer: whole, or a piece of one.</summary>
internal ref struct GeminiAnswerCall
{
    /// <summary>The reader on the pieces of arguments, when <see cref="HasPieces"/>.</summary>
    public Utf8JsonReader Pieces;

    /// <summary>The function's name; null in all pieces but the first.</summary>
    public string? Name { get; private set; }

    /// <summary>The call's id; null when the provider gives none.</summary>
    public string? Id { get; private set; }

    /// <summary>The arguments when they come whole, raw JSON; empty when they do not.</summary>
    public ReadOnlySpan<byte> Arguments { get; private set; }

    /// <summary>Whether arguments come in pieces.</summary>
    public bool HasPieces { get; private set; }

    /// <summary>Whether more of the call follows.</summary>
    public bool GoesOn { get; private set; }

    /// <summary>Reads the object that the reader stands on.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="json">The bytes that it reads.</param>
    public static GeminiAnswerCall Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var call = default(GeminiAnswerCall);
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            switch (name)
            {
                case "name": call.Name = GeminiJson.ReadWord(ref reader, 256); break;
                case "id": call.Id = GeminiJson.ReadWord(ref reader, 1024); break;
                case "args" when reader.TokenType == JsonTokenType.StartObject:
                    call.Arguments = DialectJson.Slice(ref reader, json);
                    break;
                case "partialArgs" when reader.TokenType == JsonTokenType.StartArray:
                    call.Pieces = reader;
                    call.HasPieces = true;
                    reader.Skip();
                    break;
                case "willContinue": call.GoesOn = GeminiJson.ReadFlag(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return call;
    }
}
