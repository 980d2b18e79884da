using System.Buffers.Text;
using System.Text;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Signatures in the field <c>thoughtSignature</c>. Its type is bytes: SDKs decode its base64 and encode it again, in
/// the one alphabet or the other. So what is not Gemini's own is packed and put into base64 once more.
/// </summary>
internal static class GeminiSignature
{
    /// <summary>
    /// Gemini's own word for calls that it did not make, and which so have no signature that it could check. Callers say it of
    /// what another model made, and to another provider it says nothing.
    /// </summary>
    /// <remarks>https://ai.google.dev/gemini-api/docs/thought-signatures</remarks>
    public const string None = "skip_thought_signature_validator";

    // The other word that the same page gives.
    private const string AlsoNone = "context_engineering_is_the_way_to_go";

    // "relay1." in base64, as far as it does not depend on what follows.
    private const string PackedStart = "cmVsYXkxL";

    /// <summary>What a caller carries.</summary>
    public static string ToText(Signature signature) => signature is { Dialect: Dialect.Gemini, IsRedacted: false }
        ? signature.Value
        : Convert.ToBase64String(Encoding.UTF8.GetBytes(signature.Pack()));

    /// <summary>Takes what a caller brings back; null when that says that there is none.</summary>
    public static Signature? FromText(string text)
    {
        if (text is None or AlsoNone) return null;
        if (!text.StartsWith(PackedStart, StringComparison.Ordinal)) return Signature.Unpack(text, Dialect.Gemini);
        var url = text.Replace('+', '-').Replace('/', '_').TrimEnd('=');
        if (!Base64Url.IsValid(url)) return new(Dialect.Gemini, text);
        var unpacked = Signature.Unpack(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(url)), Dialect.Gemini);
        // Bytes of Gemini's own that only begin as ours do stay as they came.
        return unpacked.Dialect == Dialect.Gemini && !unpacked.IsRedacted ? new(Dialect.Gemini, text) : unpacked;
    }
}
