using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Dialects.Operations;

namespace Relay.Ingress;

/// <summary>
/// Reads a form up to the first file behind its model, which is sent up as it comes. A form that names its model only
/// behind its files, as some SDKs write it, is read whole: then it can be tried at a second target, too.
/// </summary>
internal sealed class FormReader(MemoryBudget budget)
{
    // As in BodyScan: names go into headers, records and metrics.
    private const int MaxModelLength = 256;

    /// <summary>Reads a form. Who calls disposes of it.</summary>
    /// <param name="http">The request, its body not read yet.</param>
    /// <param name="scan">Made for the request.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="pathModel">The model that the path names, which goes before the form's; null when it names none.</param>
    /// <param name="limit">The most bytes that a form may have.</param>
    /// <param name="cancellationToken">Ends the reading when the caller goes away.</param>
    public async ValueTask<Result<ReceivedRequest>> ReadAsync(
        HttpRequest http, FormScan scan, Operation operation, string? pathModel, long limit, CancellationToken cancellationToken)
    {
        if (BodyEncoding.Open(http) is not { } stream) return BodyEncoding.Unknown();
        var packed = stream == http.Body ? null : stream;
        if (http.ContentLength > limit) return BodyReader.TooLarge(limit);

        var body = new PooledBody(budget);
        var done = false;
        try
        {
            var read = await FillAsync(body, scan, stream, limit, cancellationToken);
            if (!read.Succeeded(out var state, out var failure)) return failure;
            if (!Understand(http, scan, operation, pathModel).Succeeded(out var request, out failure)) return failure;
            done = true;
            if (state.IsWhole) return new ReceivedRequest(body, request, null) { Packed = packed };

            var upload = new Upload(stream, scan, body, packed is null ? http.ContentLength : null, limit);
            return new ReceivedRequest(body, request, upload) { Packed = packed };
        }
        finally
        {
            if (!done)
            {
                body.Dispose();
                if (packed is not null) await packed.DisposeAsync();
            }
        }
    }

    private static async ValueTask<Result<FormScan>> FillAsync(
        PooledBody body, FormScan scan, Stream stream, long limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!body.TryReserve(1)) return BodyReader.Busy();
            int count;
            try
            {
                count = await body.ReadAsync(stream, cancellationToken);
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return BodyReader.TooLarge(limit);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                return FormFailures.Incomplete();
            }
            catch (Exception e) when (BodyEncoding.IsBroken(e))
            {
                return BodyEncoding.Broken();
            }

            if (count == 0) return scan.IsWhole ? scan : FormFailures.Incomplete();
            if (body.Length > limit) return BodyReader.TooLarge(limit);
            var state = scan.Read(body.Span);
            if (state == FormState.AtFile) return scan;
            if (state != FormState.NeedsMore) return FormFailures.Of(state);
        }
    }

    private static Result<CallRequest> Understand(HttpRequest http, FormScan scan, Operation operation, string? pathModel)
    {
        if ((pathModel ?? scan.Model ?? operation.DefaultModel) is not { } model) return FormFailures.NoModel();
        if (model.Length is 0 or > MaxModelLength) return FormFailures.BadModel();
        return new CallRequest
        {
            Dialect = operation.Dialect,
            Operation = operation,
            FormType = http.ContentType,
            Model = model,
            Stream = scan.Stream,
            UsageAsked = true,
            Edits = scan.Model is not null
                ? [scan.ModelEdit]
                : [new(0, 0, scan.HeadOf("model")), new(0, 0, null), new(0, 0, "\r\n"u8.ToArray())],
        };
    }
}
