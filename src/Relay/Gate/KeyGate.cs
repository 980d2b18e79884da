using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Storage;

namespace Relay.Gate;

/// <summary>Decides who calls, and whether they may.</summary>
internal sealed class KeyGate(KeyCache keys, DeployedAdminKey deployed, TimeProvider time, GateSettings settings)
{
    private const string Bearer = "Bearer ";

    // Where the clients of every dialect put a key, whatever they speak.
    private static readonly string[] KeyHeaders = ["x-api-key", "api-key", "x-goog-api-key"];

    /// <summary>Finds whose key a request carries. Reads its headers only, and its query where that is allowed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="role">What the key must be for.</param>
    /// <param name="cancellationToken">Ends the look-up when the caller goes away.</param>
    public async ValueTask<Result<Key>> IdentifyAsync(HttpRequest request, KeyRole role, CancellationToken cancellationToken)
    {
        if (ReadKey(request) is not { } text)
            return Refuse(401, FailureCode.MissingKey, "No API key was sent. Send one as Authorization: Bearer sk-relay-….");
        try
        {
            var key = await FindAsync(text, cancellationToken);
            if (key is null && role == KeyRole.Admin) key = await deployed.FindAsync(text, cancellationToken);
            return key is null
                ? Refuse(401, FailureCode.InvalidKey, "This API key is not known here. Check it, or ask for a new one.")
                : Check(key, role);
        }
        catch (TableStoreException)
        {
            return RelayFailures.NoStorage(FailureStage.Gate, ", so the API key could not be checked");
        }
    }

    /// <summary>Decides whether a key may use a model.</summary>
    public static Failure? Admit(Key key, string model) => key.Allows(model)
        ? null
        : new(FailureStage.Gate, FailureSide.Caller, 403, FailureCode.ModelNotAllowed,
            "This API key may not use this model. GET /v1/models lists those that it may use.")
        {
            Param = "model",
        };

    private string? ReadKey(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && authorization[Bearer.Length..].Trim() is { Length: > 0 } token)
            return token;
        // A client that knows no key often sends its header empty, beside the one that it was given.
        foreach (var name in KeyHeaders)
        {
            if (request.Headers[name].ToString().Trim() is { Length: > 0 } key) return key;
        }

        return settings.QueryKeys && request.Query["key"].ToString().Trim() is { Length: > 0 } query ? query : null;
    }

    private ValueTask<Key?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!KeyText.TryParse(text, out var id, out var secret)) return new((Key?)null);
        var hash = new byte[KeyText.HashSize];
        KeyText.Hash(secret, hash);
        var found = keys.FindAsync(id, cancellationToken);
        return found.IsCompletedSuccessfully ? new(Verify(found.Result, hash)) : AwaitAsync(found, hash);

        static async ValueTask<Key?> AwaitAsync(ValueTask<Key?> found, byte[] hash) => Verify(await found, hash);
    }

    private static Key? Verify(Key? key, byte[] hash) =>
        key is not null && CryptographicOperations.FixedTimeEquals(key.SecretHash.Span, hash) ? key : null;

    private Result<Key> Check(Key key, KeyRole role)
    {
        if (key.Disabled)
            return Refuse(401, FailureCode.DisabledKey, "This API key is switched off. Ask whoever runs this relay.");
        if (key.ExpiresAt <= time.GetUtcNow())
            return Refuse(401, FailureCode.ExpiredKey, "This API key has expired. Ask for a new one.");
        if (key.Role == role) return key;
        return role == KeyRole.Admin
            ? Refuse(403, FailureCode.WrongKeyRole, "The management API needs an admin key; this is a relay key.")
            : Refuse(403, FailureCode.WrongKeyRole, "An admin key calls no models. Make a relay key with POST /api/keys.");
    }

    private static Failure Refuse(int status, string code, string message) =>
        new(FailureStage.Gate, FailureSide.Caller, status, code, message);
}
