using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Relay.Routing;

/// <summary>
/// The id of something that a provider holds for a caller, such as a response that the next call continues: it carries
/// the account that made it, so that the next call goes there. Opaque, and sealed: nobody can make one, change one, or
/// use one of another project.
/// </summary>
/// <remarks>
/// AES-256-GCM, whose nonce is a keyed hash of what is sealed (as in SIV, RFC 5297), so that one thing has one id and no
/// nonce is used for two things. The project is authenticated, and not in it.
/// </remarks>
internal sealed class PinnedId
{
    /// <summary>The bytes of a key.</summary>
    public const int KeySize = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int MaxSize = 1024;
    private const string Mark = "relay1";

    private readonly byte[] _sealing;
    private readonly byte[] _nonces;

    /// <summary>Makes and reads ids under one secret.</summary>
    /// <param name="secret">The secret, of <see cref="KeySize"/> bytes, that all instances share.</param>
    public PinnedId(ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, KeySize);
        _sealing = new byte[KeySize];
        _nonces = new byte[KeySize];
        HKDF.Expand(HashAlgorithmName.SHA256, secret, _sealing, "relay pinned id: seal"u8);
        HKDF.Expand(HashAlgorithmName.SHA256, secret, _nonces, "relay pinned id: nonce"u8);
    }

    /// <summary>Makes the id for the caller.</summary>
    /// <param name="account">The account's id.</param>
    /// <param name="id">The provider's id. What comes before its first <c>_</c>, which SDKs look at, stays in front.</param>
    /// <param name="project">The project of the caller's key.</param>
    public string Seal(string account, string id, string project)
    {
        var plain = Encoding.UTF8.GetBytes($"{account}\n{id}");
        var sealedBytes = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_nonces, [.. Encoding.UTF8.GetBytes(project), 0, .. plain], hash);
        hash[..NonceSize].CopyTo(nonce);
        using var aes = new AesGcm(_sealing, TagSize);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(project));
        return PrefixOf(id) + Mark + Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>Reads what a caller brings back.</summary>
    /// <param name="text">The caller's id.</param>
    /// <param name="project">The project of the caller's key.</param>
    /// <param name="account">The account that holds it.</param>
    /// <param name="id">The provider's own id.</param>
    /// <returns>False when it was not made here, for this project.</returns>
    public bool TryOpen(string text, string project, [NotNullWhen(true)] out string? account, [NotNullWhen(true)] out string? id)
    {
        account = id = null;
        // Without a prefix, the first _ may be one of what is sealed.
        var prefix = text.StartsWith(Mark, StringComparison.Ordinal) ? 0 : PrefixOf(text).Length;
        if (text.Length > MaxSize || !text.AsSpan(prefix).StartsWith(Mark, StringComparison.Ordinal)) return false;
        var encoded = text.AsSpan(prefix + Mark.Length);
        if (!Base64Url.IsValid(encoded, out var length) || length <= NonceSize + TagSize) return false;
        var bytes = Base64Url.DecodeFromChars(encoded);
        var plain = new byte[bytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_sealing, TagSize);
        try
        {
            aes.Decrypt(
                bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(project));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        var opened = Encoding.UTF8.GetString(plain);
        var end = opened.IndexOf('\n', StringComparison.Ordinal);
        (account, id) = (opened[..end], opened[(end + 1)..]);
        return true;
    }

    private static string PrefixOf(string id) => id[..(id.IndexOf('_', StringComparison.Ordinal) + 1)];
}
