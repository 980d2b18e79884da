using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Azure.Core;

namespace Relay.Azure.Tests.Running;

/// <summary>An identity whose token a test makes from the scope that is asked for.</summary>
internal sealed class FixedCredential(Func<string, string> token) : TokenCredential
{
    /// <summary>A token as Entra ID writes it, for a resource; unsigned, since the emulator does not look at that.</summary>
    public static string Token(string resource, TimeSpan lifetime)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"aud":"{{resource}}","iss":"https://sts.windows.net/tenant/","iat":{{now - 600}},"nbf":{{now - 600}},"exp":{{now + (long)lifetime.TotalSeconds}}}""");
        return $"{Base64("""{"alg":"RS256","typ":"JWT"}""")}.{Base64(claims)}.{Base64("unsigned")}";
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(token(string.Join(' ', requestContext.Scopes)), DateTimeOffset.MaxValue);

    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));

    private static string Base64(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
