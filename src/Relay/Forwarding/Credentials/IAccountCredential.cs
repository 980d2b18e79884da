using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>What an account shows to its provider: a stored key, or a token that is made when it is needed.</summary>
internal interface IAccountCredential
{
    /// <summary>Why it could not be had when that was tried last; null when it could, or nobody tried. For admins only.</summary>
    SecretFault? Fault { get; }

    /// <summary>Whether it is a token, which goes as <c>Authorization: Bearer</c> whatever header the provider's keys go in.</summary>
    bool IsToken { get; }

    /// <summary>What to show now; null when it cannot be had.</summary>
    ValueTask<string?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Fetches another in place of one that was refused; the same when there is no other, null when there is none.</summary>
    ValueTask<string?> RenewAsync(string refused, CancellationToken cancellationToken);
}
