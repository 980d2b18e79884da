using Microsoft.Extensions.Logging;
using Relay.Dialects;

namespace Relay.Health;

/// <summary>Says in the log when an account, or a model on it, goes, and when it comes back.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> log)
{
    /// <summary>It is open, as this instance found out by itself.</summary>
    /// <param name="account">The account.</param>
    /// <param name="model">The provider's name of the model; null for the account as a whole.</param>
    /// <param name="until">For how long at least; nothing is said when null.</param>
    /// <param name="code">The code of the failure that opened it.</param>
    public void Opened(string account, string? model, DateTimeOffset? until, string code)
    {
        if (until is not { } end) return;
        if (NameOf(model) is { } name) LogModelOpened(name, account, end, code);
        else LogAccountOpened(account, end, code);
    }

    /// <summary>A call showed that it is well again.</summary>
    /// <param name="account">The account.</param>
    /// <param name="model">The provider's name of the model; null for the account as a whole.</param>
    public void Closed(string account, string? model)
    {
        if (NameOf(model) is { } name) LogModelClosed(name, account);
        else LogAccountClosed(account);
    }

    // Of an account with a pattern the caller wrote it: whatever would end a line of the log is escaped.
    private static string? NameOf(string? model) => model is null ? null : PlainJsonEncoder.Instance.Encode(model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The account {Account} is left out until {Until:u} ({Code}).")]
    private partial void LogAccountOpened(string account, DateTimeOffset until, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model {Model} of the account {Account} is left out until {Until:u} ({Code}).")]
    private partial void LogModelOpened(string model, string account, DateTimeOffset until, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "The account {Account} is back.")]
    private partial void LogAccountClosed(string account);

    [LoggerMessage(Level = LogLevel.Information, Message = "The model {Model} of the account {Account} is back.")]
    private partial void LogModelClosed(string model, string account);
}
