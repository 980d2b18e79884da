using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.Operations;

namespace Relay.Ingress;

/// <summary>Reads a request: its body, and of it no more than what Relay needs to know.</summary>
internal sealed class RequestReader(BodyReader bodies, FormReader forms, HeldStateReader held)
{
    /// <summary>Reads it. Who calls disposes of it.</summary>
    /// <param name="http">The request, its body not read yet.</param>
    /// <param name="asked">What is asked for.</param>
    /// <param name="path">What the path says of the model; null when the body names it.</param>
    /// <param name="project">The project of the caller's key.</param>
    /// <param name="limit">The most bytes that a body may have.</param>
    /// <param name="cancellationToken">Ends the reading when the caller goes away.</param>
    public async ValueTask<Result<ReceivedRequest>> ReadAsync(
        HttpRequest http, CallPath asked, ModelPath? path, string project, long limit, CancellationToken cancellationToken)
    {
        var operation = asked.Operation;
        if (operation is not null && asked.HeldId is { } id) return await held.ReadAsync(http, operation, id, project, cancellationToken);
        if (operation is { TakesForms: true } && FormScan.Of(http) is { } form)
            return await forms.ReadAsync(http, form, operation, path?.Model, limit, cancellationToken);

        if (!(await bodies.ReadAsync(http, limit, cancellationToken)).Succeeded(out var body, out var failure)) return failure;
        var scanned = operation is null ? DialectCatalogue.Of(asked.Dialect).Scan(body.Span, path) : operation.Scan(body.Span, path);
        if (scanned.Succeeded(out var request, out failure))
        {
            var known = await held.ReadAsync(new ReceivedRequest(body, request, null), project, cancellationToken);
            if (known.Succeeded(out var received, out failure)) return received;
        }

        body.Dispose();
        return failure;
    }
}
