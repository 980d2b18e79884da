using System.ClientModel;
using OpenAI.Audio;
using OpenAI.Images;
using Relay.Local.Tests.Running;
using Relay.Local.Tests.Wire.Operations;

namespace Relay.Local.Tests.Sdk;

/// <summary>What models do beside chatting, by the official SDK: as it writes its requests, and as it reads the answers.</summary>
public sealed class OperationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Embeddings_AreNumbers_ThoughTheSdkAsksForThemPacked()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAL8="}],"model":"real","usage":{"prompt_tokens":7,"total_tokens":7}}"""));
        await using var relay = await RunningRelay.StartAsync(upstream);

        var answer = (await relay.OpenAI().GetEmbeddingClient("m").GenerateEmbeddingsAsync(["grüße"], cancellationToken: Token)).Value;

        Assert.Equal([1f, -0.5f], answer.Single().ToFloats().ToArray());
        Assert.Equal(7, answer.Usage.InputTokenCount);
        Assert.Contains("\"encoding_format\":\"base64\"", upstream.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Embeddings_OfGemini_AreTheSame()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"embeddings":[{"values":[1,-0.5]},{"values":[2]}]}"""));
        await using var relay = await OperationRelay.StartAsync(upstream, "google");

        var answer = (await relay.OpenAI().GetEmbeddingClient("m").GenerateEmbeddingsAsync(["a", "b"], cancellationToken: Token)).Value;

        Assert.Equal([1f, -0.5f], answer[0].ToFloats().ToArray());
        Assert.Equal([2f], answer[1].ToFloats().ToArray());
    }

    [Fact(Timeout = 60_000)]
    public async Task APicture_ComesAsBytes_AndGoesUpInAForm()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"created":1,"data":[{"b64_json":"AAEC"}]}"""));
        await using var relay = await RunningRelay.StartAsync(upstream);
        var images = relay.OpenAI().GetImageClient("m");

        var made = (await images.GenerateImageAsync("a fox", new ImageGenerationOptions { ResponseFormat = GeneratedImageFormat.Bytes }, Token)).Value;
        var edited = (await images.GenerateImageEditAsync(new MemoryStream([9, 8, 7]), "fox.png", "a red fox", cancellationToken: Token)).Value;

        Assert.Equal(new byte[] { 0, 1, 2 }, made.ImageBytes.ToArray());
        Assert.Equal(new byte[] { 0, 1, 2 }, edited.ImageBytes.ToArray());
        Assert.All(upstream.Requests, request => Assert.Contains("real", request, StringComparison.Ordinal));
        Assert.Equal(["image_edit", "image_generation"], (await relay.RecordsAsync(2)).Select(record => record.GetProperty("operation").GetString()).Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task SoundGoesUpAndComesDown()
    {
        await using var upstream = RawUpstream.Start((request, stream, cancellationToken) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
            request.Contains("/speech", StringComparison.Ordinal)
                ? RawUpstream.Whole("ID3 sound", "audio/mpeg")
                : RawUpstream.Json("""{"text":"grüß dich"}""")), cancellationToken).AsTask());
        await using var relay = await RunningRelay.StartAsync(upstream);
        var audio = relay.OpenAI().GetAudioClient("m");

        var spoken = (await audio.GenerateSpeechAsync("grüß dich", GeneratedSpeechVoice.Alloy, cancellationToken: Token)).Value;
        var written = (await audio.TranscribeAudioAsync(new MemoryStream([1, 2, 3]), "a.mp3", cancellationToken: Token)).Value;
        var translated = (await audio.TranslateAudioAsync(new MemoryStream([1, 2, 3]), "a.mp3", cancellationToken: Token)).Value;

        Assert.Equal("ID3 sound", spoken.ToString());
        Assert.Equal(("grüß dich", "grüß dich"), (written.Text, translated.Text));
        // The SDK writes the model behind the file.
        Assert.All(upstream.Requests, request => Assert.Contains("real", request, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task AModeration_IsRead()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"id":"modr-1","model":"real","results":[{"flagged":true,"categories":{"violence":true},"category_scores":{"violence":0.9},"category_applied_input_types":{"violence":["text"]}}]}"""));
        await using var relay = await RunningRelay.StartAsync(upstream);

        var answer = (await relay.OpenAI().GetModerationClient("m").ClassifyTextAsync("x", Token)).Value;

        Assert.True(answer.Flagged);
        Assert.Equal(0.9f, answer.Violence.Score);
    }

    [Fact(Timeout = 60_000)]
    public async Task ARefusal_IsTheSdksException()
    {
        await using var relay = await RunningRelay.StartAsync();
        var thrown = await Assert.ThrowsAsync<ClientResultException>(
            () => relay.OpenAI().GetAudioClient("no-such-model").TranscribeAudioAsync(new MemoryStream([1]), "a.mp3", cancellationToken: Token));
        Assert.Equal((404, "model_not_found"), thrown.Read());
    }
}
