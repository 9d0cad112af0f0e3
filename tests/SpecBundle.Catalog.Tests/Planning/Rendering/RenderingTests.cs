using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public sealed class RenderingTests
{
    [Fact(Timeout = 30_000)]
    public void The_docker_line_runs_the_image_of_the_release_and_names_the_token_only()
    {
        var plan = Planned.Plan(Catalog.Llama3_1_8B, change: options =>
        {
            options.Port = 31_000;
            options.ApiKey = "s3cret";
            options.Environment["HF_TOKEN"] = "hf_s3cret";
        });

        Assert.Equal(
            """
            docker run --gpus all --shm-size 32g --ipc=host \
                -p 127.0.0.1:31000:31000 \
                -v ~/.cache/huggingface:/root/.cache/huggingface \
                --env HF_TOKEN \
                --env SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 \
                --env PYTHONUNBUFFERED=1 \
                lmsysorg/sglang:v0.5.17 \
                python3 -m sglang.launch_server \
                --model-path meta-llama/Llama-3.1-8B-Instruct \
                --speculative-algorithm EAGLE3 \
                --speculative-draft-model-path lmsys/SGLang-EAGLE3-Llama-3.1-8B-Instruct-SpecForge \
                --speculative-num-steps 3 \
                --speculative-eagle-topk 1 \
                --speculative-num-draft-tokens 4 \
                --max-running-requests 48 \
                --incremental-streaming-output \
                --api-key "$SPECBUNDLE_API_KEY" \
                --host 0.0.0.0 \
                --port 31000
            """.ReplaceLineEndings("\n"),
            plan.ToDocker());
    }

    [Fact(Timeout = 30_000)]
    public void Local_folders_are_mounted_into_the_container_and_the_key_comes_from_the_environment()
    {
        using var target = new CheckpointFolder("{}");
        using var draft = new CheckpointFolder("""{"architectures": ["LlamaForCausalLMEagle3"], "draft_vocab_size": 50}""");
        var docker = Planned.Plan(new ModelPair(target.Path, draft.Path), version: null, machine: new LaunchMachine { SecretFile = "/run/key.yaml" }).ToDocker();

        Assert.Contains($"-v {target.Path}:/models/target:ro", docker, StringComparison.Ordinal);
        Assert.Contains("--model-path /models/target", docker, StringComparison.Ordinal);
        Assert.Contains("--speculative-draft-model-path /models/draft", docker, StringComparison.Ordinal);
        Assert.Contains("lmsysorg/sglang:latest", docker, StringComparison.Ordinal);
        Assert.Contains("--api-key \"$SPECBUNDLE_API_KEY\"", docker, StringComparison.Ordinal);
        Assert.DoesNotContain("/run/key.yaml", docker, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.5.17", "v0.5.17")]
    [InlineData("v0.5.12.post1", "v0.5.12.post1")]
    [InlineData("0.5.18.dev3+gabc", "latest")]
    [InlineData(null, "latest")]
    public void Only_a_release_has_an_image_of_its_own(string? version, string tag)
    {
        Assert.Contains($" lmsysorg/sglang:{tag} ", Planned.Plan(Catalog.Qwen3_30B, version).ToDocker(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void The_embedded_server_has_no_image()
    {
        Assert.Throws<NotSupportedException>(() => Planned.Plan(Catalog.Tiny).ToDocker());
    }

    [Fact(Timeout = 30_000)]
    public void The_json_has_program_arguments_and_environment_and_nothing_else()
    {
        using var json = JsonDocument.Parse(Planned.Plan(Catalog.Qwen3_30B, machine: new LaunchMachine { Python = "/opt/it's/python" }).ToJson());
        var root = json.RootElement;

        Assert.Equal(["program", "arguments", "environment"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal("/opt/it's/python", root.GetProperty("program").GetString());
        Assert.Equal("1", root.GetProperty("environment").GetProperty("SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN").GetString());
        var first = root.GetProperty("arguments")[0];
        Assert.Equal(["value", "reason", "source"], first.EnumerateObject().Select(property => property.Name));
        Assert.Equal("documented", first.GetProperty("source").GetString());
    }

    [Fact(Timeout = 30_000)]
    public void A_secret_is_in_no_rendering_however_it_was_given()
    {
        var options = new PlanOptions { SglangVersion = "0.5.17", ApiKey = "s3cret-one" };
        foreach (var argument in new[] { "--admin-api-key=s3cret-two", "--ssl-keyfile-password", "-s3cret three" })
        {
            options.ExtraArguments.Add(argument);
        }

        options.Environment["MY_TOKEN"] = "s3cret-four";
        var plan = LaunchPlan.Create(Catalog.Qwen3_30B, options);

        string[] renderings = [plan.ToShell(), plan.ToDocker(), plan.ToJson(), plan.ToText(), plan.ToString(), plan.Documented().ToShell(), string.Join(' ', plan.Arguments), string.Join(' ', plan.Environment), string.Join(' ', plan.Notes)];
        Assert.All(renderings, rendering => Assert.DoesNotContain("s3cret", rendering, StringComparison.Ordinal));
        Assert.Equal(3, plan.CommandLine().Count(element => element.Contains("s3cret", StringComparison.Ordinal)));
        Assert.Equal("s3cret-four", plan.EnvironmentValues()["MY_TOKEN"]);
    }

    [Fact(Timeout = 30_000)]
    public void A_free_key_is_the_plans_key()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, machine: new LaunchMachine { SecretFile = "/run/key.yaml" }, free: ["--api-key", "s3cret"]);

        Assert.Equal("s3cret", plan.ApiKey);
        Assert.Equal("/run/key.yaml", plan.SecretFile);
        Assert.DoesNotContain("s3cret", plan.CommandLine());
    }

    [Fact(Timeout = 30_000)]
    public void Other_secrets_stand_in_the_file_of_the_key_and_in_no_list_of_processes()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, machine: new LaunchMachine { SecretFile = "/run/key.yaml" }, free: ["--api-key", "s3cret", "--admin-api-key=s3cret-two", "--ssl-keyfile-password", "s3cret three"]);

        Assert.Equal(["--admin-api-key s3cret-two", "--ssl-keyfile-password s3cret three"], plan.FileSecrets.Select(secret => $"{secret.Setting.Flag} {secret.Value}"));
        Assert.DoesNotContain(plan.CommandLine(), element => element.Contains("s3cret", StringComparison.Ordinal) || element.Contains("admin-api-key", StringComparison.Ordinal));
        Assert.Contains("--admin-api-key \"$SPECBUNDLE_ADMIN_API_KEY\"", string.Join(' ', plan.ToDocker().Split([' ', '\\', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("s3cret three", plan.SecretValues());
    }

    [Fact(Timeout = 30_000)]
    public void A_secret_that_is_no_line_is_refused()
    {
        var refused = Assert.Throws<LaunchPlanException>(() => Planned.Plan(Catalog.Qwen3_30B, machine: new LaunchMachine { SecretFile = "/run/key.yaml" }, free: ["--admin-api-key", "two\nlines"]));

        Assert.Contains("The value of --admin-api-key can't be used", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_release_without_config_files_takes_the_key_as_an_argument()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, "0.5.2", new LaunchMachine { SecretFile = "/run/key.yaml" }, options => options.ApiKey = "s3cret");
        Assert.Equal("s3cret", plan.ValueOf("--api-key"));
        Assert.Null(plan.SecretFile);
    }
}
