using System.Globalization;
using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Ledger;

namespace Relay.Management;

/// <summary>The records of calls over the management API.</summary>
public sealed class CallEndpoints
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly AdminApi _api;
    private readonly RecordStore _records;
    private readonly RecordListing _listing;
    private readonly OpenCalls _open;

    internal CallEndpoints(AdminApi api, RecordStore records, RecordListing listing, OpenCalls open)
    {
        _api = api;
        _records = records;
        _listing = listing;
        _open = open;
    }

    /// <summary><c>GET /api/calls</c>: settled calls, newest first.</summary>
    public Task ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ =>
        {
            var query = new PageQuery(http.Request.Query, "key", "project", "model", "account", "outcome", "from", "before");
            if (query.Failure is { } wrong) return wrong;
            RecordCursor? after = null;
            if (query.Continuation is { } text && !RecordCursor.TryParse(text, out after))
                return PageQuery.BadContinuation();
            if (!ReadFilter(http.Request.Query).Succeeded(out var filter, out var failure)) return failure;
            var page = await _listing.ReadAsync(filter, query.Limit, after, cancellationToken);
            // Explanations would make a page of 200 calls megabytes long; a call on its own has its.
            page = page with { Data = [.. page.Data.Select(record => record with { Routing = null })] };
            return await AdminApi.WriteAsync(http.Response, 200, page, LedgerJson.Default.CallPage, cancellationToken);
        }, cancellationToken);

    /// <summary><c>GET /api/calls/{id}</c>: one call, settled or still open.</summary>
    public Task GetAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ =>
        {
            if (!CallId.TryParse(id, out var call)) return AdminApi.NotFound("call");
            // A call is settled before its open row goes, so that asking in this order misses none.
            var record = await _open.GetAsync(call, cancellationToken);
            record = await _records.GetAsync(call, cancellationToken) ?? record;
            if (record is null) return AdminApi.NotFound("call");
            return await AdminApi.WriteAsync(http.Response, 200, record, LedgerJson.Default.CallRecord, cancellationToken);
        }, cancellationToken);

    private static Result<RecordFilter> ReadFilter(IQueryCollection query)
    {
        DateTimeOffset? from = null, before = null;
        CallOutcome? outcome = null;
        if (Text("from") is { } fromText && !TryTime(fromText, out from)) return NotATime("from", fromText);
        if (Text("before") is { } beforeText && !TryTime(beforeText, out before)) return NotATime("before", beforeText);
        if (Text("outcome") is { } outcomeText)
        {
            // By name only: the parser of enums also takes numbers and sums.
            var known = Enum.GetValues<CallOutcome>().Where(value =>
                value != CallOutcome.Open && outcomeText.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase));
            if (!known.Any())
                {
                return AdminApi.Invalid("outcome",
                    $"outcome must be completed, failed, truncated, canceled or abandoned, but it is {AdminApi.Quote(outcomeText)}.");
            }

            outcome = known.First();
        }

        return new RecordFilter(Text("key"), Text("project"), Text("model"), Text("account"), outcome, from, before);

        string? Text(string name) => query[name] is [{ Length: > 0 } text] ? text : null;
    }

    private static bool TryTime(string text, out DateTimeOffset? time)
    {
        var read = DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value);
        time = read ? value : null;
        return read;
    }

    private static Failure NotATime(string param, string text) =>
        AdminApi.Invalid(param, $"{param} must be a time such as 2026-01-31 or 2026-01-31T12:00:00Z, but it is {AdminApi.Quote(text)}.");
}
