# A thin door to Meson. `make run` and `make test` are all that a newcomer needs.
BUILD ?= build
DEMO ?= var/demo
PORT ?= 8600

.PHONY: run build test bench fuzz conformance setup clean demo

build: setup $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet sightline

run: build demo
	@$(BUILD)/sightline serve --register $(DEMO) --port $(PORT)

# A synthetic authority, and one evening as it unfolded, ending now.
demo: build
	@test -e $(DEMO) || { echo "making a demo register in $(DEMO) (nobody in it is real)"; \
	  mkdir -p $(dir $(DEMO)) && $(BUILD)/sightline simulate --register $(DEMO) \
	    --seed 7 --children 120 --years 2 --evening; }
	@echo "sign in on the first page as any of:"
	@$(BUILD)/sightline people --register $(DEMO) | tools/demo-names

test: setup-test $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet
	@tools/run-tests $(BUILD)

bench: setup $(BUILD)-bench/build.ninja
	@ninja -C $(BUILD)-bench --quiet
	@bench/run $(BUILD)-bench

fuzz: setup-test
	@tools/run-fuzzers $(or $(SECONDS),60)

conformance: build
	@ninja -C $(BUILD) --quiet
	@tools/run-conformance $(BUILD) ../shared

setup:
	@tools/setup build

setup-test:
	@tools/setup test

$(BUILD)/build.ninja:
	@meson setup $(BUILD) >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }; rm -f $(BUILD).log

$(BUILD)-bench/build.ninja:
	@meson setup $(BUILD)-bench --buildtype=release -Db_lto=true >/dev/null

clean:
	rm -rf $(BUILD) $(BUILD)-* var
