using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>
/// A service account of Google's, out of the JSON file that is its key:
/// https://developers.google.com/identity/protocols/oauth2/service-account
/// </summary>
internal sealed class ServiceAccount
{
    /// <summary>The scope of Vertex AI.</summary>
    public const string DefaultScope = "https://www.googleapis.com/auth/cloud-platform";

    // The longest that Google takes.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly string _email;
    private readonly string? _keyId;
    private readonly string _key;

    private ServiceAccount(string email, string? keyId, string key, Uri tokenUrl)
    {
        _email = email;
        _keyId = keyId;
        _key = key;
        TokenUrl = tokenUrl;
    }

    /// <summary>Where tokens are asked for.</summary>
    public Uri TokenUrl { get; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="SecretException">It is not such a file.</exception>
    public static ServiceAccount Parse(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(file);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && TextOf(json, "client_email") is { Length: > 0 } email && TextOf(json, "private_key") is { Length: > 0 } key
                && Uri.TryCreate(TextOf(json, "token_uri"), UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps)
                return new(email, TextOf(json, "private_key_id"), key, url);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Said below; their messages quote what they stumbled over.
        }

        throw new SecretException(SecretFault.Malformed,
            "The secret of the service account is not its JSON file: that has client_email, private_key and an https token_uri.");
    }

    /// <summary>Makes the signed assertion (RFC 7523) that a token is given for.</summary>
    /// <exception cref="SecretException">The file's key cannot sign.</exception>
    public string Sign(Uri audience, string scope, DateTimeOffset now)
    {
        var text = $"{Part(WriteHeader)}.{Part(WriteClaims)}";
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(_key);
            var signature = rsa.SignData(System.Text.Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return $"{text}.{Base64Url.EncodeToString(signature)}";
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Without the cause, which has seen the key.
            throw new SecretException(SecretFault.Malformed, "The private_key of the service account is no RSA key in PEM.");
        }

        void WriteHeader(Utf8JsonWriter json)
        {
            json.WriteString("alg", "RS256");
            json.WriteString("typ", "JWT");
            if (_keyId is not null) json.WriteString("kid", _keyId);
        }

        void WriteClaims(Utf8JsonWriter json)
        {
            json.WriteString("iss", _email);
            json.WriteString("scope", scope);
            json.WriteString("aud", audience.AbsoluteUri);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
        }
    }

    private static string Part(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }

    private static string? TextOf(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
