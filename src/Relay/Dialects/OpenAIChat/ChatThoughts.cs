using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Puts the thoughts of a message together from its text and its <c>reasoning_details</c>.</summary>
internal static class ChatThoughts
{
    /// <summary>
    /// The thoughts in order. The details say which of them are signed; what they leave out of the text is not.
    /// </summary>
    public static List<(string Text, Signature? Signature)> Join(string text, IEnumerable<ChatReasoningItem> details)
    {
        var thoughts = new List<(string Text, Signature? Signature)>();
        foreach (var detail in details.Where(static detail => !detail.IsOfText))
        {
            var at = detail.Text.Length == 0 ? -1 : text.IndexOf(detail.Text, StringComparison.Ordinal);
            if (at >= 0)
            {
                Add(text[..at], null);
                text = text[(at + detail.Text.Length)..];
                // What stood before it is a part of its own, for the signature is over these words only.
                if (at > 0)
                {
                    thoughts.Add((detail.Text, detail.Signature));
                    continue;
                }
            }

            Add(detail.Text, detail.Signature);
        }

        Add(text, null);
        return thoughts;

        void Add(string piece, Signature? signature)
        {
            if (piece.Length == 0 && signature is null) return;
            // A stream's pieces, put together by the caller as they came, with the signature in the last of them.
            if (thoughts is [.., (var open, null)] && signature is not { IsRedacted: true } && (signature is null || piece.Length == 0))
                thoughts[^1] = (open + piece, signature);
            else thoughts.Add((piece, signature));
        }
    }
}
