using Relay.Routing.Config;

namespace Relay.Tests.Routing.Config;

public sealed class AuthParserTests
{
    [Fact]
    public void ManagedIdentity_HasTheScopeOfItsProvider_UnlessAnotherIsGiven()
    {
        var accounts = Configs.Parse("""
            {"accounts":[
              {"id":"a","provider":"azure-openai","base_url":"https://r.openai.azure.com/openai/v1","auth":"managed-identity"},
              {"id":"b","provider":"azure-foundry","base_url":"https://r.services.ai.azure.com/openai/v1","auth":"managed-identity","scope":"https://ai.azure.com/.default"},
              {"id":"c","provider":"azure-anthropic","base_url":"https://r.services.ai.azure.com/anthropic/v1","auth":"managed-identity"},
              {"id":"d","provider":"azure-anthropic","base_url":"https://r.services.ai.azure.com/anthropic/v1","auth":"managed-identity","scope":"x/.default"}]}
            """).Accounts;

        Assert.Equal(
            ["https://cognitiveservices.azure.com/.default", "https://ai.azure.com/.default", "https://ai.azure.com/.default", "x/.default"],
            accounts.Select(account => Assert.IsType<ManagedIdentityAuth>(account.Auth).Scope));
        Assert.All(accounts, account => Assert.Empty(account.Secrets));
    }

    [Fact]
    public void OAuth2_NamesItsSecrets()
    {
        var accounts = Configs.Parse("""
            {"accounts":[
              {"id":"a","provider":"openai","auth":"oauth2","token_url":"https://t.example/token","client_id":"c","client_secret":"S","refresh_token":"R","scope":"x y"},
              {"id":"b","provider":"openai","auth":"oauth2","token_url":"http://localhost:8080/token","client_id":"c","refresh_token":"R"},
              {"id":"c","provider":"vertex","base_url":"https://v.example","auth":"oauth2","service_account":"V"}]}
            """).Accounts;

        Assert.Equal(
            new OAuth2Auth { TokenUrl = new("https://t.example/token"), ClientId = "c", ClientSecret = "S", RefreshToken = "R", Scope = "x y" },
            accounts[0].Auth);
        Assert.Equal([["S", "R"], ["R"], ["V"]], accounts.Select(account => account.Secrets));
    }

    [Fact]
    public void WithoutAuth_TheSecretIsTheKey() =>
        Assert.Equal(["OPENAI_API_KEY"], Configs.Parse("""{"accounts":[{"id":"a","provider":"openai","secret":"OPENAI_API_KEY"}]}""").Accounts[0].Secrets);

    [Theory]
    [InlineData(""" "auth":"key" """, "$.accounts[0].auth must be managed-identity or oauth2")]
    [InlineData(""" "auth":7 """, "$.accounts[0].auth must be a string")]
    [InlineData(""" "scope":"x" """, "$.accounts[0].scope goes with auth: managed-identity or oauth2")]
    [InlineData(""" "client_id":"x" """, "$.accounts[0].client_id goes with auth: managed-identity or oauth2")]
    [InlineData(""" "auth":"managed-identity" """, "$.accounts[0].auth cannot be managed-identity: OpenAI knows no identities of Azure's")]
    [InlineData(""" "auth":"oauth2","service_account":"V","secret":"K" """, "$.accounts[0].secret must not be there with auth: oauth2, which needs no stored key")]
    [InlineData(""" "auth":"oauth2","client_secret":"S","client_id":"c" """, "$.accounts[0].token_url is missing")]
    [InlineData(""" "auth":"oauth2","client_secret":"S","token_url":"https://t.example" """, "$.accounts[0].client_id is missing")]
    [InlineData(""" "auth":"oauth2","client_id":"c","token_url":"https://t.example" """, "$.accounts[0].auth is oauth2, which needs the name of a secret as client_secret, refresh_token or service_account")]
    [InlineData(""" "auth":"oauth2","service_account":"V","client_id":"c" """, "$.accounts[0].client_id does not go with service_account, whose file says who it is")]
    [InlineData(""" "auth":"oauth2","service_account":"V","token_url":"http://t.example" """, "$.accounts[0].token_url must be an https address, or one of this machine")]
    [InlineData(""" "auth":"oauth2","service_account":"V","token_url":"ftp://t" """, "$.accounts[0].token_url must be an absolute http or https address")]
    [InlineData(""" "auth":"oauth2","service_account":"V","scope":"" """, "$.accounts[0].scope must be 1 to 500 characters, none of them a control character")]
    public void WhatDoesNotFit_IsNamedByItsPath(string members, string error) =>
        Assert.Equal([error], Configs.ErrorsOf("{\"accounts\":[{\"id\":\"a\",\"provider\":\"openai\"," + members + "}]}"));

    [Theory]
    [InlineData("client_secret")]
    [InlineData("refresh_token")]
    [InlineData("service_account")]
    public void AKeyWhereANameBelongs_IsRefused_AndNotRepeated(string member)
    {
        const string Key = "sk-canary-0123456789";
        var errors = Configs.ErrorsOf($$"""
            {"accounts":[{"id":"a","provider":"openai","auth":"oauth2","token_url":"https://t.example","client_id":"c","{{member}}":"{{Key}}"}]}
            """);

        Assert.Contains(errors, error => error.StartsWith($"$.accounts[0].{member} looks like a secret", StringComparison.Ordinal));
        Assert.DoesNotContain(errors, error => error.Contains(Key, StringComparison.Ordinal));
    }
}
