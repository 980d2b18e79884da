using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.Operations;

namespace Relay.Ingress;

/// <summary>Reads a request: its body, and of it no more than what Relay needs to know.</summary>
internal sealed class RequestReader(BodyReader bodies, FormReader forms)
{
    /// <summary>Reads it. Who calls disposes of it.</summary>
    /// <param name="http">The request, its body not read yet.</param>
    /// <param name="dialect">What the caller speaks.</param>
    /// <param name="operation">What is asked for; null for a conversation.</param>
    /// <param name="path">What the path says of the model; null when the body names it.</param>
    /// <param name="limit">The most bytes that a body may have.</param>
    /// <param name="cancellationToken">Ends the reading when the caller goes away.</param>
    public async ValueTask<Result<ReceivedRequest>> ReadAsync(
        HttpRequest http, IDialect dialect, Operation? operation, ModelPath? path, long limit, CancellationToken cancellationToken)
    {
        if (operation is { TakesForms: true } && FormScan.Of(http) is { } form)
            return await forms.ReadAsync(http, form, operation, path?.Model, limit, cancellationToken);

        if (!(await bodies.ReadAsync(http, limit, cancellationToken)).Succeeded(out var body, out var failure)) return failure;
        var scanned = operation is null ? dialect.Scan(body.Span, path) : operation.Scan(body.Span, path);
        if (scanned.Succeeded(out var request, out failure)) return new ReceivedRequest(body, request, null);
        body.Dispose();
        return failure;
    }
}
