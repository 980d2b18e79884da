using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Failures;
using Relay.Routing;
using Relay.Storage;

namespace Relay.Ingress;

/// <summary>
/// Reads what a call of Responses says of what a provider holds: the ids in its path and body that carry an account, and
/// whether its own answer is to be held. A call that has nothing to do with such is not looked at twice.
/// </summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses: store, previous_response_id, conversation</remarks>
internal sealed class HeldStateReader(PinnedIds pins, MemoryBudget budget)
{
    // Relay's own; all else of the query is the provider's.
    private static readonly string[] OwnParameters = ["key", "api-version"];

    /// <summary>Reads a call whose path names what is held. Its body, if any, says nothing.</summary>
    /// <param name="http">The request.</param>
    /// <param name="operation">What is to be done with it.</param>
    /// <param name="id">The id in the path.</param>
    /// <param name="project">The project of the caller's key.</param>
    /// <param name="cancellationToken">Ends the reading when the caller goes away.</param>
    public async ValueTask<Result<ReceivedRequest>> ReadAsync(
        HttpRequest http, Operation operation, string id, string project, CancellationToken cancellationToken)
    {
        if (!(await GetIdsAsync(project, cancellationToken)).Succeeded(out var ids, out var failure)) return failure;
        // Without a model there is nothing to choose an account by, and nothing to tell whether the key may ask for it.
        if (ids.Open(id) is not { } held) return NotFound();
        var request = new CallRequest
        {
            Dialect = operation.Dialect,
            Operation = operation,
            Model = held.Model,
            HeldId = held.Id,
            Query = QueryString.Create(http.Query.Where(pair => !OwnParameters.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))).Value ?? "",
            Stream = http.Query["stream"] == "true",
            UsageAsked = true,
            Edits = [],
        };
        return new ReceivedRequest(new PooledBody(budget), request, null) { Held = new(held.Account, ids) };
    }

    /// <summary>Reads a call's body.</summary>
    /// <param name="received">The call, of which the body was read.</param>
    /// <param name="project">The project of the caller's key.</param>
    /// <param name="cancellationToken">Ends the reading when the caller goes away.</param>
    /// <returns>The call, with the provider's own ids in its body.</returns>
    public async ValueTask<Result<ReceivedRequest>> ReadAsync(ReceivedRequest received, string project, CancellationToken cancellationToken)
    {
        var request = received.Request;
        if (request.Dialect != Dialect.OpenAIResponses) return received;
        var places = PlacesOf(request, received.Body.Span);
        var isKept = request.Operation is null && request.IsStored(received.Body.Span);
        var field = ItemReference.Find(request.Hints is { } hints ? hints.Of(BodyHint.Messages, received.Body.Span) : default);
        if (places is [] && !isKept) return field is null ? received : received with { Held = new(null, null) { UnknownField = field } };
        if (!(await GetIdsAsync(project, cancellationToken)).Succeeded(out var ids, out var failure)) return failure;

        string? account = null;
        var edits = new List<JsonEdit>(request.Edits);
        foreach (var (name, offset, length) in places)
        {
            // An id that is not Relay's own goes as it is, to the only account that there is.
            if (TextOf(received.Body.Span.Slice(offset, length)) is not { } text || ids.Open(text) is not { } held)
            {
                field ??= name;
                continue;
            }

            if (account is not null && account != held.Account) return TwoAccounts();
            account = held.Account;
            edits.Add(new(offset, length, JsonSerializer.SerializeToUtf8Bytes(held.Id)));
        }

        edits.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        return received with
        {
            Request = account is null ? request : request with { Edits = edits, EditsOfModel = edits },
            Held = new(account, request.Operation is null ? ids : null) { UnknownField = account is null ? field : null },
        };
    }

    private static List<(string Field, int Offset, int Length)> PlacesOf(CallRequest request, ReadOnlySpan<byte> body)
    {
        var places = new List<(string, int, int)>();
        if (request.Hints is not { } hints) return places;
        Add(places, "previous_response_id", body, hints.Of(BodyHint.PreviousResponse, body));
        var conversation = hints.Of(BodyHint.Conversation, body);
        Add(places, "conversation", body, JsonMembers.Find(conversation, "id"u8, out var id) ? id : conversation);
        return places;
    }

    private static void Add(List<(string Field, int Offset, int Length)> places, string field, ReadOnlySpan<byte> body, ReadOnlySpan<byte> value)
    {
        if (value is [(byte)'"', ..] && body.Overlaps(value, out var offset)) places.Add((field, offset, value.Length));
    }

    private static string? TextOf(ReadOnlySpan<byte> json)
    {
        var reader = DialectJson.ReaderOn(json);
        return JsonText.TryGetString(ref reader, out var text) ? text : null;
    }

    private async ValueTask<Result<HeldIds>> GetIdsAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            return new HeldIds(await pins.GetAsync(cancellationToken), project);
        }
        catch (TableStoreException)
        {
            return RelayFailures.NoStorage(
                FailureStage.Ingress, ", so ids of what providers hold can be neither made nor read", "Try again shortly, or with \"store\": false.");
        }
    }

    private static Failure NotFound() =>
        new(FailureStage.Ingress, FailureSide.Caller, 404, FailureCode.NotFound,
            "There is no response of this id for this key's project. Only those that an account made through this relay, and that were "
            + "not translated from another dialect or asked for with \"store\": false, can be asked for again.");

    private static Failure TwoAccounts() =>
        new(FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.InvalidField,
            "The fields previous_response_id and conversation name what two accounts hold. Name one of them.")
        {
            Param = "conversation",
        };
}
