using System.Text;
using System.Buffers.Text;

namespace Relay.Dialects.Conversations;

/// <summary>
/// The id of a tool's call as a caller carries it whose dialect has no field for a signature there: the id, and the
/// signature behind it in characters that every dialect allows in ids. Agents echo ids unchanged, and drop fields that
/// they do not know.
/// </summary>
internal static class SignedId
{
    private const string Mark = "__relay1_";

    /// <summary>Makes the id for the caller.</summary>
    public static string Join(string id, Signature? signature) => signature is null
        ? id
        : id + Mark + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(signature.Pack()));

    /// <summary>Takes apart what a caller brings back; without a signature the id is as it came.</summary>
    /// <param name="text">The caller's id.</param>
    /// <param name="own">The caller's dialect.</param>
    public static (string Id, Signature? Signature) Split(string text, Dialect own)
    {
        var at = text.LastIndexOf(Mark, StringComparison.Ordinal);
        if (at < 0 || !Base64Url.IsValid(text.AsSpan(at + Mark.Length))) return (text, null);
        var packed = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(at + Mark.Length)));
        return (text[..at], Signature.Unpack(packed, own));
    }
}
