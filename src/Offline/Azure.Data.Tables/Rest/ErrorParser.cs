using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>Reads the service's error body: <c>{"odata.error":{"code":…,"message":{"lang":…,"value":…}}}</c>.</summary>
internal sealed class ErrorParser : RequestFailedDetailsParser
{
    public static ErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, out ResponseError error, out IDictionary<string, string> data)
    {
        error = null;
        data = null;
        if (response.ContentStream is null || response.Content.ToMemory().IsEmpty) return false;
        try
        {
            using var body = JsonDocument.Parse(response.Content);
            var inner = body.RootElement.GetProperty("odata.error");
            var message = inner.GetProperty("message").GetProperty("value").GetString() ?? "";
            error = new ResponseError(inner.GetProperty("code").GetString(), message);
            data = new Dictionary<string, string>();

            // The write of a transaction that did not fit is named before a colon: "1:The specified entity already exists."
            var colon = message.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && int.TryParse(message[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out _))
                data[TableTransactionFailedException.IndexKey] = message[..colon];
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
