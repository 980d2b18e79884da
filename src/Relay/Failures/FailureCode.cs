namespace Relay.Failures;

/// <summary>The codes of Relay's own failures, as callers see them in <c>error.code</c> and records keep them.</summary>
internal static class FailureCode
{
    /// <summary>No key was sent.</summary>
    public const string MissingKey = "missing_api_key";

    /// <summary>The key is not one of ours, or its secret is wrong.</summary>
    public const string InvalidKey = "invalid_api_key";

    /// <summary>The key's time is over.</summary>
    public const string ExpiredKey = "expired_api_key";

    /// <summary>The key was switched off.</summary>
    public const string DisabledKey = "disabled_api_key";

    /// <summary>An admin key where a relay key is needed, or the other way round.</summary>
    public const string WrongKeyRole = "wrong_key_role";

    /// <summary>The key may not use the model.</summary>
    public const string ModelNotAllowed = "model_not_allowed";

    /// <summary>No account answers to the model's name.</summary>
    public const string ModelNotFound = "model_not_found";

    /// <summary>The model has no price, and the config says to refuse such models.</summary>
    public const string ModelUnpriced = "model_unpriced";

    /// <summary>The provider's dialect has no place for a field that the answer depends on.</summary>
    public const string Untranslatable = "untranslatable_field";

    /// <summary>No account for the model can serve callers of the dialect.</summary>
    public const string DialectUnavailable = "dialect_unavailable";

    /// <summary>The constraints of the model, the key and the call leave no account for it.</summary>
    public const string NoAccountAllowed = "no_account_allowed";

    /// <summary>The call names what one account holds, and nothing says which.</summary>
    public const string AccountUnknown = "account_unknown";

    /// <summary>The body is not a JSON object.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>The body is not a form.</summary>
    public const string InvalidForm = "invalid_form";

    /// <summary>A field is missing.</summary>
    public const string MissingField = "missing_field";

    /// <summary>A field is of the wrong type or out of its range.</summary>
    public const string InvalidField = "invalid_field";

    /// <summary>The body is larger than the configured limit.</summary>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>The body ended before its Content-Length.</summary>
    public const string BodyIncomplete = "body_incomplete";

    /// <summary>The body has a Content-Encoding that Relay does not read.</summary>
    public const string UnsupportedEncoding = "unsupported_encoding";

    /// <summary>All of the memory for request bodies is in use.</summary>
    public const string OutOfMemory = "relay_busy";

    /// <summary>Relay is shutting down.</summary>
    public const string Draining = "relay_draining";

    /// <summary>Relay's storage does not answer.</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>A secret that an account names cannot be had.</summary>
    public const string SecretUnavailable = "secret_unavailable";

    /// <summary>Secrets cannot be set over the API here.</summary>
    public const string SecretsReadOnly = "secrets_read_only";

    /// <summary>The caller went away.</summary>
    public const string CallerGone = "caller_gone";

    /// <summary>The provider could not be reached.</summary>
    public const string UpstreamUnreachable = "upstream_unreachable";

    /// <summary>The provider closed the connection before it had the whole request.</summary>
    public const string UpstreamClosed = "upstream_closed";

    /// <summary>The provider did not answer, or fell silent, for too long.</summary>
    public const string UpstreamTimeout = "upstream_timeout";

    /// <summary>The provider refused Relay's account: its key, its credit or its rights.</summary>
    public const string UpstreamAccount = "upstream_account";

    /// <summary>The key has as many calls running as it may have.</summary>
    public const string KeyBusy = "key_busy";

    /// <summary>Every account for the model has as many attempts running as it may have.</summary>
    public const string AccountsBusy = "accounts_busy";

    /// <summary>The provider has too much to do.</summary>
    public const string UpstreamOverloaded = "upstream_overloaded";

    /// <summary>The provider answered with an error.</summary>
    public const string UpstreamError = "upstream_error";

    /// <summary>The provider's answer is not what its protocol allows.</summary>
    public const string UpstreamMalformed = "upstream_malformed";

    /// <summary>The provider's answer broke off.</summary>
    public const string UpstreamTruncated = "upstream_truncated";

    /// <summary>The config document is not valid.</summary>
    public const string InvalidConfig = "invalid_config";

    /// <summary>What is changed has changed meanwhile.</summary>
    public const string VersionConflict = "version_conflict";

    /// <summary>The address does not take WebSockets.</summary>
    public const string NoWebSocket = "no_websocket";

    /// <summary>The address takes other methods.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>There is no such thing at this address.</summary>
    public const string NotFound = "not_found";

    /// <summary>Another attempt of the call was faster; of an attempt in a record only.</summary>
    public const string Outrun = "outrun";

    /// <summary>The process that had the call died, and the sweep settled it.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>A fault in Relay.</summary>
    public const string Internal = "internal_error";
}
