using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>A part of a candidate's content: the places of what it holds, whatever the order of its members.</summary>
internal ref struct GeminiAnswerPart
{
    /// <summary>The reader on the text, when <see cref="HasText"/>.</summary>
    public Utf8JsonReader Text;

    /// <summary>The reader on the call, when <see cref="HasCall"/>.</summary>
    public Utf8JsonReader Call;

    /// <summary>The reader on the inline data, when <see cref="HasData"/>.</summary>
    public Utf8JsonReader Data;

    /// <summary>Whether it has text, of which there may be none.</summary>
    public bool HasText { get; private set; }

    /// <summary>Whether it is the call of a function.</summary>
    public bool HasCall { get; private set; }

    /// <summary>Whether it is an image or the like.</summary>
    public bool HasData { get; private set; }

    /// <summary>Whether it is what a tool of the provider's own was asked or said, which nobody else can do anything with.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>Whether it is a thought.</summary>
    public bool IsThought { get; private set; }

    /// <summary>Its signature; null for none.</summary>
    public string? Signature { get; private set; }

    /// <summary>Finds what is in the object that the reader stands on, and leaves the reader at its end.</summary>
    public static GeminiAnswerPart Read(ref Utf8JsonReader reader)
    {
        var part = default(GeminiAnswerPart);
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            if (name is "text" && reader.TokenType == JsonTokenType.String)
            {
                part.Text = reader;
                part.HasText = true;
            }
            else if (name is "functionCall" && reader.TokenType == JsonTokenType.StartObject)
            {
                part.Call = reader;
                part.HasCall = true;
            }
            else if (name is "inlineData" && reader.TokenType == JsonTokenType.StartObject)
            {
                part.Data = reader;
                part.HasData = true;
            }
            else if (name is "toolCall" or "toolResponse" or "executableCode" or "codeExecutionResult")
            {
                part.IsOwn = true;
            }
            else if (name is "thought")
            {
                part.IsThought = reader.TokenType == JsonTokenType.True;
            }
            else if (name is "thoughtSignature")
            {
                part.Signature = GeminiJson.ReadWord(ref reader, int.MaxValue);
                continue;
            }

            reader.Skip();
        }

        return part;
    }
}
