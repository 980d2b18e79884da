using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Rest;

/// <summary>The pipeline to one account's tables, and what every request on it has.</summary>
internal sealed class TableService
{
    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    public TableService(Uri endpoint, HttpPipelinePolicy authentication, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new();
        Endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        _version = options.VersionText;
        _pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            ResponseClassifier = new ResponseClassifier(),
            RequestFailedDetailsParser = ErrorParser.Instance,
        });
    }

    /// <summary>The account's address, without a slash at its end.</summary>
    public string Endpoint { get; }

    public HttpMessage Message(RequestMethod method, string path, string query = "")
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri($"{Endpoint}/{path}{query}"));
        request.Headers.Add("x-ms-version", _version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        return message;
    }

    /// <summary>Sends, and throws unless the answer is one that the caller names.</summary>
    public async Task<Response> SendAsync(
        HttpMessage message, CancellationToken cancellationToken, params int[] expected)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (Array.IndexOf(expected, message.Response.Status) < 0) throw new RequestFailedException(message.Response);
        return message.Response;
    }
}
