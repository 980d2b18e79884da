using System.Security.Cryptography;
using System.Text;

namespace Relay.Gate;

/// <summary>The text of a key: <c>sk-relay-{id}-{secret}</c>.</summary>
internal static class KeyText
{
    private const string Prefix = "sk-relay-";
    private const int IdLength = 12;

    /// <summary>The length of a secret as <see cref="Ids.NewSecret"/> makes it, in characters.</summary>
    public const int SecretLength = 64;

    /// <summary>The length of a hash, in bytes.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>Puts a key together.</summary>
    public static string Format(string id, string secret) => $"{Prefix}{id}-{secret}";

    /// <summary>Takes a key apart. False when it cannot be one of ours.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ReadOnlySpan<char> id, out ReadOnlySpan<char> secret)
    {
        id = secret = default;
        if (text.Length != Prefix.Length + IdLength + 1 + SecretLength || !text.StartsWith(Prefix)) return false;
        id = text.Slice(Prefix.Length, IdLength);
        secret = text[(Prefix.Length + IdLength + 1)..];
        return text[Prefix.Length + IdLength] == '-'
            && IsId(id)
            && !secret.ContainsAnyExceptInRange('\0', '\x7f');
    }

    /// <summary>Whether a text can be the id of a key.</summary>
    public static bool IsId(ReadOnlySpan<char> text) => text.Length == IdLength && !text.ContainsAnyExcept(Ids.KeyCharacters);

    /// <summary>Hashes a secret. It is 256 random bits, so a plain hash is enough.</summary>
    /// <param name="secret">ASCII, at most <see cref="SecretLength"/> characters.</param>
    /// <param name="hash">At least <see cref="HashSize"/> bytes.</param>
    public static void Hash(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[SecretLength];
        var length = Encoding.ASCII.GetBytes(secret, bytes);
        SHA256.HashData(bytes[..length], hash);
        CryptographicOperations.ZeroMemory(bytes);
    }
}
