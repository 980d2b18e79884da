using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Failures;
using Relay.Gate;
using Relay.Health;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Forwarding;

/// <summary>
/// Asks an account for one token of a model, as a call of the account's own dialect. Its provider charges for it, so that it
/// has a record like any other, of the key and the project that are named here.
/// </summary>
internal sealed partial class TokenProbe(
    AttemptRunner attempts, CallLedger ledger, HealthBook health, MemoryBudget budget, Ids ids, TimeProvider time, ILogger<TokenProbe> log)
{
    /// <summary>The key that its records name. Ids of keys are longer, so that no key is called so.</summary>
    public const string KeyId = "probe";

    /// <summary>The project that its records name.</summary>
    public const string Project = "relay-probe";

    // A model that has to be loaded first takes its time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeoutConfig Timeouts = new() { Total = Patience, Attempt = Patience, FirstByte = Patience, Idle = Patience };

    private static readonly Key Nobody = new()
    {
        Id = KeyId, Name = KeyId, Project = Project, SecretHash = default, CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Asks.</summary>
    /// <param name="config">The config in force.</param>
    /// <param name="account">The account.</param>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when the answer came; else why not. Also null when as many attempts run there as may: those say how it does.</returns>
    public async Task<Failure?> AskAsync(ConfigSnapshot config, Account account, string model, CancellationToken cancellationToken)
    {
        var slots = health.Account(account.Id).Slots;
        if (slots.TryTake(account.MaxConcurrency ?? int.MaxValue, time.GetUtcNow(), Patience) is not { } slot) return null;
        var began = time.GetTimestamp();
        try
        {
            return await SendAsync(config, config.TargetAt(account, model), cancellationToken);
        }
        finally
        {
            slots.Return(slot, time.GetElapsedTime(began), time.GetUtcNow());
        }
    }

    private async Task<Failure?> SendAsync(ConfigSnapshot config, Target target, CancellationToken cancellationToken)
    {
        var endpoint = target.Account.Endpoints[0];
        using var body = new PooledBody(budget);
        // There is no memory for it just now.
        if (!body.TryAppend(RequestOf(endpoint, target.Model))) return null;
        var request = new CallRequest { Dialect = endpoint.Dialect, Model = target.Model, Stream = false, UsageAsked = false, Edits = [] };
        var call = new Call(ids.NewCallId(), Nobody, body, request, config, time);
        // Nobody reads the answer.
        await using var answer = new CallerAnswer(new DefaultHttpContext().Response, call, time, cancellationToken);
        var errand = new Errand(call, new HeaderDictionary(), answer, Timeouts, cancellationToken)
        {
            Walk = new([target], Patience, ids.NextDouble),
        };
        var failure = await WalkAsync(errand);
        await ledger.SettleAsync(call, failure, failure?.Status ?? StatusCodes.Status200OK, committed: false);
        return failure;
    }

    // Whatever happens, the call is settled by who called this.
    private async Task<Failure?> WalkAsync(Errand errand)
    {
        var call = errand.Call;
        Failure? failure = null;
        try
        {
            while (errand.Walk.Next(call.Elapsed, out _, out _) is { } target)
            {
                var attempt = call.Begin(target);
                if (call.Open is null) ledger.Begin(call);
                failure = await attempts.TryAsync(errand, attempt, errand.Caller);
                attempt.End(failure);
                if (failure is not null) await attempts.TryWithNewSecretAsync(errand, attempt, RetryTable.Of(failure));
            }

            return failure;
        }
        catch (OperationCanceledException) when (errand.Caller.IsCancellationRequested)
        {
            return UpstreamFailures.CallerGone();
        }
        catch (Exception e)
        {
            // Not its message: that may quote what it stumbled over.
            LogFault(call.Id.ToString(), e.GetType().Name, e.StackTrace);
            return RelayFailures.Fault();
        }
    }

    private static ReadOnlySpan<byte> RequestOf(AccountEndpoint endpoint, string model)
    {
        var conversation = new Conversation { Model = model, Sampling = { MaxTokens = 1 } };
        conversation.Messages.Add(new(Role.User) { Parts = { new TextPart("Hi") } });
        var written = new ArrayBufferWriter<byte>(256);
        ((ITranslatedDialect)DialectCatalogue.Of(endpoint.Dialect)).WriterFor(endpoint.Provider).Write(conversation, model, written);
        return written.WrittenSpan;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{CallId}, which asks an account for one token, failed on {Exception} in Relay. {StackTrace}")]
    private partial void LogFault(string callId, string exception, string? stackTrace);
}
