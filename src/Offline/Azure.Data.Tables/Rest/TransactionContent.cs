using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>The body of a transaction: one change set of HTTP requests.</summary>
/// <remarks>https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions</remarks>
internal sealed class TransactionContent(string endpoint, string table)
{
    private readonly string _batch = "batch_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly string _changeSet = "changeset_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly ArrayBufferWriter<byte> _body = new(4096);

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    public RequestContent Write(IReadOnlyList<TableTransactionAction> actions)
    {
        Line($"--{_batch}");
        Line($"Content-Type: multipart/mixed; boundary={_changeSet}");
        Line();
        foreach (var action in actions)
        {
            Line($"--{_changeSet}");
            Line("Content-Type: application/http");
            Line("Content-Transfer-Encoding: binary");
            Line();
            Write(action);
        }

        Line($"--{_changeSet}--");
        Line($"--{_batch}--");
        return RequestContent.Create(_body.WrittenMemory);
    }

    private void Write(TableTransactionAction action)
    {
        var method = action.ActionType switch
        {
            TableTransactionActionType.Add => "POST",
            TableTransactionActionType.Delete => "DELETE",
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH",
            _ => "PUT",
        };
        var path = action.ActionType == TableTransactionActionType.Add ? table : EntityPath.Of(table, action.Entity);
        Line($"{method} {endpoint}/{path} HTTP/1.1");
        Line("DataServiceVersion: 3.0");
        Line("Accept: application/json;odata=minimalmetadata");
        if (action.ActionType == TableTransactionActionType.Add) Line("Prefer: return-no-content");
        if (StateOf(action) is { } etag) Line($"If-Match: {etag}");
        if (action.ActionType == TableTransactionActionType.Delete)
        {
            Line();
            Line();
            return;
        }

        var row = EntityWriter.Write(action.Entity);
        Line("Content-Type: application/json");
        Line(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {row.Length}"));
        Line();
        _body.Write(row.Span);
        Line();
    }

    // A delete must name a state, if only that any will do; an upsert must not.
    private static string StateOf(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => null,
        TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace => null,
        TableTransactionActionType.Delete when action.ETag == default => ETag.All.ToString(),
        _ => action.ETag == default ? null : action.ETag.ToString(),
    };

    private void Line(string text = "") => _body.Write(Encoding.ASCII.GetBytes(text + "\r\n"));
}
