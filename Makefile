# Two commands: `make run` sets up and starts the demonstration city, `make test` runs every test.
.PHONY: run test build bench clean
run:
	@tools/run
test:
	@tools/test
build:
	@tools/setup --no-npm >/dev/null && tools/build all
bench:
	@tools/bench
clean:
	rm -rf build web/dist
