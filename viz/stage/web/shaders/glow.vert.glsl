// Glowing gas: closed smooth shells, added to what is behind them and hidden by what is before them.
out vec3 towards;
out vec3 outward;
out vec3 light;

void main(void) {
    mat3 turn = objectRotation();
    vec4 place = viewMatrix * vec4(turn * (objectScale * pos) + objectPos, 1.0);
    gl_Position = projMatrix * place;
    towards = -place.xyz;
    outward = mat3(viewMatrix) * (turn * (normal / objectScale));
    light = color * objectColor;
}
